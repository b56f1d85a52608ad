"""The sentences in English. Same keys and blanks as in `vi`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # --- settings ---
    "settings-none": (
        "there is no site.toml, so the bulletin uses the default settings",
        "Copy the sample site.toml into the bulletin's folder and set name, address and categories.",
    ),
    "settings-syntax": (
        "site.toml cannot be read from this line on: {text}",
        'Each line is key = "value", text in straight double quotes; look at quotes, equals signs and brackets.',
    ),
    "settings-key": ("there is no setting “{key}”", "Remove this line, or look the name up in the handbook."),
    "settings-key-guess": ("there is no setting “{key}”", "Did you mean “{guess}”?"),
    "settings-text": ("“{key}” must be a line of text", 'Write the value in double quotes: {key} = "…".'),
    "settings-number": (
        "“{key}” must be a whole number, not negative",
        "Write the number without quotes: {key} = 10.",
    ),
    "settings-flag": ("“{key}” must be true or false", "Write {key} = true or {key} = false."),
    "settings-missing": ("{table} lacks “{key}”", 'Add a line: {key} = "…".'),
    "settings-table": (
        "“{name}” must be a table",
        "Write [{name}] on a line of its own, with its keys below.",
    ),
    "settings-repeated": (
        "“{name}” must be repeated tables",
        "Write [[{name}]], with two brackets, before each one.",
    ),
    "settings-zone": ("there is no time zone “{zone}”", 'In Vietnam write time_zone = "Asia/Ho_Chi_Minh".'),
    "settings-address": (
        "“{address}” is not a whole web address",
        'Write its beginning too: address = "https://bantin.xa.vn/".',
    ),
    "settings-slug": (
        "“{slug}” cannot be used in an address",
        "Use only lower-case letters without accents, digits and hyphens, for example “{guess}”.",
    ),
    "settings-slug-twice": (
        "the address “{slug}” is already used on line {line}",
        "Give each an address of its own.",
    ),
    "settings-reserved": (
        "“{slug}” is an address that the bulletin uses for something else",
        "Choose another, for example “tin-{slug}”.",
    ),
    "navigation-broken": (
        "a navigation item leads to “{to}”, but the bulletin has no such page",
        "Mend “to”, or write a whole address if it is another site.",
    ),
    "theme-colour": ("“{value}” is not a colour", 'Write six digits, for example {key} = "#a1381a".'),
    "theme-contrast": (
        "the colour {colour} reads badly beside {other}: contrast {ratio}, at least 4,5 is needed",
        'Use the nearest one that reads: {key} = "{guess}".',
    ),
    "theme-font": (
        "“{value}” is not the name of a font",
        'Name fonts that readers have, for example {key} = "Georgia, serif".',
    ),
    "asset-missing": (
        "there is no file “{name}” in the folder assets",
        "Copy the file into assets, or mend the name.",
    ),
    # --- files ---
    "file-encoding": (
        "there is a character on this line that cannot be read",
        "Save the file again as UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
    ),
    "file-too-large": (
        "the file is larger than {limit} MB",
        "Split it, or remove what was pasted by mistake (such as a picture inside the text).",
    ),
    "file-outside": (
        "this is a link to a place outside the bulletin's folder, so it is not read",
        "Put a copy of the real file here instead.",
    ),
    "file-unreadable": ("this file cannot be read", "Look at its permissions, or copy it again."),
    "file-twice": (
        "two files have one name and differ only in how its accents are stored",
        "Rename or remove one.",
    ),
    "folder-deep": ("this folder is nested too deeply", "Move the article nearer to its category's folder."),
    "folder-link": ("this folder is a link, so it is not read", "Put the real folder here."),
    "glossary-twice": ("the abbreviation “{term}” stands there twice", "Keep one line."),
    "glossary-empty": (
        "the abbreviation “{term}” has no expansion",
        "Write it like this: UBND: Ủy ban nhân dân.",
    ),
    # --- front matter ---
    "front-missing": (
        "the article has no front matter (title, date…)",
        "Begin the file with a line ---, then title: … and date: …, then a line --- again.",
    ),
    "front-unclosed": ("the front matter has no closing line", "Add a line --- just below its last line."),
    "front-not-keys": (
        "the front matter is not lines of “key: value”",
        "Write each line like this: title: The article's title.",
    ),
    "front-character": (
        "the front matter holds an invisible control character",
        "Remove those lines and type them again.",
    ),
    "front-colon": (
        "a colon inside the value makes this line unreadable: {text}",
        'Put the whole value in double quotes: title: "Notice: meeting".',
    ),
    "front-tab": ("this line begins with a tab: {text}", "Replace the tab by spaces."),
    "front-sign": ("a value may not begin with such a sign: {text}", "Put the whole value in double quotes."),
    "front-hash": (
        "what follows the # on this line is taken for a comment and dropped: {text}",
        "If the # belongs to the value, put the whole value in double quotes; if it is a comment, add a space after the #.",
    ),
    "front-bracket": (
        "a bracket is opened and not closed: {text}",
        "Add the closing bracket at the end of the line, or put the whole value in double quotes.",
    ),
    "front-quote": (
        "a quote is opened and not closed: {text}",
        "Add a quote at the end of the value, or remove the first.",
    ),
    "front-yaml": (
        "the front matter cannot be read from this line on: {text}",
        "Write each line as “key: value”; put a value with odd signs in double quotes.",
    ),
    "front-toml": (
        "the front matter (TOML) cannot be read from this line on",
        'Write each line like this: title = "Title".',
    ),
    "front-json": (
        "the front matter (JSON) cannot be read from this line on",
        "Look at the commas between lines and the double quotes around text.",
    ),
    "front-key": ("there is no key “{key}”", "Remove this line, or look the name up in the handbook."),
    "front-key-guess": ("there is no key “{key}”", "Did you mean “{guess}”?"),
    "front-key-twice": ("the key “{key}” already stands on line {line}", "Keep one line."),
    "front-nested": (
        "the value of “{key}” is not a line of text",
        "Write the value on the same line as “{key}:”.",
    ),
    "front-list": ("“{key}” takes one value, not a list", "Remove the brackets or the leading hyphens."),
    # --- meaning ---
    "title-missing": (
        "the article has no title",
        "Add a line to the front matter: title: The article's title.",
    ),
    "title-empty": ("the title is empty", "Write the article's title after title:."),
    "date-missing": (
        "the article has no date",
        "Add a line to the front matter, for example: date: 23/11/2026 08:30.",
    ),
    "date-wrong": (
        "“{date}” at “{name}” is not a day",
        "Write the day first, for example 23/11/2026 or 23/11/2026 08:30.",
    ),
    "updated-before-date": (
        "the day of the update is before the day of publishing, so it is ignored",
        "Mend one of the two.",
    ),
    "expires-before-date": (
        "the article expires before it is published, so it will never be seen",
        "Mend the day on which it expires.",
    ),
    "category-missing": (
        "the article has no category",
        "Move the file into a category's folder, or add a line category: ….",
    ),
    "category-unknown": (
        "there is no category “{name}”",
        "Did you mean “{guess}”? The categories are named in site.toml.",
    ),
    "category-folder": (
        "the folder “{name}” is not a category of site.toml",
        "Did you mean “{guess}”? Move the article to the right folder, or add the category to site.toml.",
    ),
    "topic-unknown": ("there is no topic “{name}”", "Add the topic to site.toml, or remove this line."),
    "topic-guess": ("there is no topic “{name}”", "Did you mean “{guess}”?"),
    "flag-wrong": ("“{value}” at “{name}” is neither yes nor no", "Write “có” (yes) or “không” (no)."),
    "language-wrong": (
        "“{value}” is not a language code",
        "Write two letters such as vi or en; remove the line for Vietnamese.",
    ),
    "alias-wrong": (
        "“{address}” is not an old address of this site",
        "Write what follows the host name, for example /tin-tuc/bai-cu.html.",
    ),
    "slug-wrong": (
        "“{slug}” cannot be used in an address",
        "Use only lower-case letters without accents, digits and hyphens, for example “{guess}”.",
    ),
    "page-deep": ("this page lies too deep", "Put the file right into content/pages."),
    "tag-spelling": (
        "the tag “{tag}” is written “{usual}” elsewhere",
        "Write it the same way in every article.",
    ),
    "cover-no-alt": (
        "the cover “{name}” has no description for people who cannot see it",
        "Add a line cover_alt: what is seen in the picture.",
    ),
    "cover-remote": (
        "the cover “{address}” lies on another site",
        "Download the picture, put it beside the article and write its file name.",
    ),
    "picture-missing": (
        "the picture “{target}” was not found",
        "Put the file beside the article and write its exact name, capitals too.",
    ),
    "picture-missing-guess": ("the picture “{target}” was not found", "Did you mean “{guess}”?"),
    "picture-kind": ("“{name}” is not a picture", "Use a JPG, PNG, WebP, AVIF, TIFF or GIF."),
    "picture-broken": (
        "the picture “{name}” is damaged or is not a picture",
        "Copy it from the camera or phone again, or save it again as JPG.",
    ),
    "picture-heic": (
        "“{name}” is a phone's HEIC picture, which this machine cannot read yet",
        "Save it as JPG, or install the package pillow-heif.",
    ),
    "picture-svg": (
        "“{name}” is an SVG drawing, which may hold code and is not taken in articles",
        "Save it as PNG, or put it into the folder assets.",
    ),
    "picture-focus": (
        "“{value}” is not a place in the picture",
        "Write two numbers from 0 to 100, for example 50 30 (in the middle, rather high).",
    ),
    "picture-blur": (
        "“{value}” is not a part of the picture to be blurred",
        "Write four per cents: left, top, width, height, for example 40 10 20 25; separate several by semicolons.",
    ),
    "picture-too-large": (
        "the picture “{name}” is too large",
        "Make it smaller first, for example 4,000 pixels wide.",
    ),
    "address-unknown": (
        "this bulletin has nothing at the address “{address}”",
        "If the host has it, all is well; if not, mend the address.",
    ),
    "address-twice": (
        "the address “{address}” already belongs to {other}",
        "Rename the file, or give this article a line slug: … of its own.",
    ),
    "address-folder": (
        "the address “{address}” stands where {other} needs a folder",
        "Rename the file or change this address.",
    ),
    "link-broken": (
        "the link to “{target}” leads nowhere",
        "Write the path to the article's file, for example ../chap-canh-uoc-mo/den-truong.md.",
    ),
    "link-broken-guess": ("the link to “{target}” leads nowhere", "Did you mean “{guess}”?"),
    "link-outside": (
        "the link “{target}” leads out of the bulletin's folder",
        "Copy the file into content and mend the link.",
    ),
    "link-withheld": (
        "a link leads to “{target}”, which is not published now, so only its words stay",
        "That article is a draft, scheduled or expired; remove the link if it is no longer needed.",
    ),
    "body-time": (
        "this article took more than {seconds} seconds and was given up",
        "Look for pasted text with odd signs (such as <!-- or `</`) and remove it.",
    ),
    "body-memory": (
        "this article needed more than {megabytes} MB of memory and was given up",
        "Look for pasted text with odd signs and remove it.",
    ),
    "body-nesting": (
        "parts are nested too deeply in each other",
        "Remove some of the > signs or nested lists.",
    ),
    "body-failed": (
        "the Markdown reader cannot read this article ({detail})",
        "Remove paragraphs with odd signs until it can be read, and tell the keeper of the software.",
    ),
    # --- found by trials ---
    "front-long": (
        "the value of “{key}” is longer than {limit} letters",
        "Make it shorter, and move what is long into the body.",
    ),
    "front-full-colon": (
        "this line has a colon of another kind: {text}",
        "Remove the colon and type it again with an ordinary keyboard.",
    ),
    "front-no-space": ("a space is missing after the colon: {text}", "Add a space right after the colon."),
    "front-indent": ("this line is indented: {text}", "Remove the spaces at its beginning."),
    "front-inner-quote": (
        "a straight quote closes half way: {text}",
        "Inside the value use curly quotes “ ” instead of straight ones, and put the whole value in one pair of straight double quotes.",
    ),
    "front-no-colon": (
        "a colon is missing on this line: {text}",
        "Write “key: value”; if it goes on from the line above, join the two lines.",
    ),
    "file-not-article": (
        "this file is not read, because its name does not end in .md",
        "If it is an article, rename it “{name}” (let Windows show file name endings to see the whole name).",
    ),
    "file-name": (
        "the file's name holds characters that cannot be read",
        "Rename it, with letters, digits and hyphens only.",
    ),
    "media-unreadable": ("the file “{name}” cannot be read", "Look at its permissions, or copy it again."),
    "media-kind": (
        "“{name}” is there, but files of this kind are not published",
        "Pictures are, films as .mp4 .webm, and documents as .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .zip .mp3.",
    ),
    "link-plain": ("“{target}” lacks the beginning of its address", "Write {guess}."),
    "address-reserved": (
        "“{slug}” is an address that the bulletin uses for something else",
        "Rename the file or folder, or add a line slug: … of its own.",
    ),
    "address-foreign": (
        "the site's folder holds a file {path} that the bulletin did not make",
        "Move it elsewhere and run it again; a file that the site should keep belongs into assets/root.",
    ),
    "address-in-the-way": (
        "{path} stands where the site needs a folder or a file",
        "Move it elsewhere and run it again.",
    ),
    "settings-link": (
        "“{value}” is not an address that can be used",
        "Write a whole address (https://…), or one on this site that begins with /.",
    ),
    "settings-language": ("“{value}” is not a language code", 'Write language = "vi".'),
    "settings-email": ("“{value}” is not an e-mail address", "Write it like this: ten@xa.vn."),
    # --- templates ---
    "template-syntax": (
        "the template is not well written; Jinja says: “{detail}”",
        "Mend this line, or remove the file to use the built-in one.",
    ),
    "template-missing": (
        "there is no template “{name}”",
        "Add the file to the folder templates, or remove what calls it.",
    ),
    "template-name": (
        "the template asks for “{name}”, and this page has nothing of that name",
        "The names that can be used are in docs/templates.md.",
    ),
    "template-name-guess": (
        "the template asks for “{name}”, and this page has nothing of that name",
        "Did you mean “{guess}”?",
    ),
    "template-failed": (
        "the template fails; Jinja says: “{detail}”",
        "Mend this line, or remove the file to use the built-in one.",
    ),
    # --- the world ---
    "no-site": ("there is no folder {folder}", "Write the bulletin's folder after --site."),
    "cannot-read": (
        "{path} cannot be read ({why})",
        "Look at its permissions, or close the program that has it open.",
    ),
    "cannot-write": (
        "{path} cannot be written ({why})",
        "Look at the output folder, or close the program that has it open.",
    ),
    "no-permission": (
        "there is no permission to write {path}",
        "Choose another folder with --output, or ask for permission.",
    ),
    "disk-full": (
        "the disk is full, at {path}",
        "Remove some files and run it again; the old site is still good.",
    ),
    "output-busy": ("another build is writing to {folder}", "Wait until it is done and run it again."),
    "output-link": (
        "{path} is a link that leads elsewhere, so nothing is written there",
        "Remove the link and run it again.",
    ),
    "output-not-folder": ("{folder} is not a folder", "Choose another one with --output."),
    "output-is-site": (
        "the site cannot be put into {folder}, because the bulletin's own articles or settings are there",
        "Choose a folder of its own with --output.",
    ),
    "bad-base-url": (
        "“{address}” is not a whole web address",
        "Write its beginning too: --base-url https://bantin.xa.vn/.",
    ),
    "bad-epoch": (
        "SOURCE_DATE_EPOCH is “{value}”, not a number of seconds",
        "Remove it, or set a whole number.",
    ),
    "no-tests": (
        "this installation has no tests",
        "Run python3 build.py test in the folder of the source code.",
    ),
    "internal": (
        "the program met a mistake of its own ({detail})",
        "Run it again with --debug and send what it shows to the keeper of the software.",
    ),
    # --- markup ---
    "box-unclosed": (
        "the box “:::” opened on this line is never closed",
        "Add a line with nothing but “:::” where the box ends.",
    ),
    "box-stray": (
        "this “:::” closes no box",
        "Remove this line, or add the line that opens the box above, for example: ::: hop Title.",
    ),
    "box-nested": (
        "the box “::: {name}” is inside the one opened on line {opened}",
        "Boxes cannot hold boxes: close the first with a line “:::” before you open this one.",
    ),
    "box-unknown": (
        "there is no box called “{name}”",
        "There are three: hop (a note), trich (a quotation), ky-ten (who signs).",
    ),
    "box-unknown-guess": (
        "there is no box called “{name}”",
        "Did you mean “{guess}”? There are three: hop (a note), trich (a quotation), ky-ten (who signs).",
    ),
    "box-in-html": (
        "this box “:::” begins or ends inside a piece of HTML",
        "Move the lines “:::” out of the HTML tags, with an empty line before and after.",
    ),
    "box-colons": (
        "the line “{text}” has only two colons, so it is no box",
        "Write three of them: “{mend}”.",
    ),
    "box-empty": (
        "the box “:::” opened on this line has no words in it",
        "Write something between the line that opens it and the one that closes it, or remove both.",
    ),
    "link-empty": (
        "the link “{text}” has no address",
        "Write the address in the round brackets: [{text}](address), or take the link away.",
    ),
    "link-no-words": (
        "the link to “{target}” has no words to click on",
        "Write words in the square brackets: [words]({target}).",
    ),
    "link-lost": (
        "the address of the link “{text}” cannot be used and was dropped, the words stay",
        "Use an address that begins with https://, or the name of a file of the bulletin.",
    ),
    "link-refused": (
        "the address “{target}” may not be used and was dropped",
        "Use an address that begins with https://, or the name of a file of the bulletin.",
    ),
    "link-on-disk": (
        "“{target}” is a file on your computer, which no reader can open",
        "Copy the file into the article's folder and write only its name.",
    ),
    "link-mail": ("“{target}” is no e-mail address", "Write it like this: mailto:name@example.vn."),
    "link-phone": ("“{target}” is no telephone number", "Write it like this: tel:0912345678."),
    "picture-empty": (
        "the picture “{text}” has no file name",
        "Write the file name in the round brackets: ![{text}](picture.jpg).",
    ),
    "picture-lost": (
        "the address of the picture “{text}” cannot be used, so the picture was dropped",
        "Put the file into the article's folder and write its name: ![{text}](picture.jpg).",
    ),
    "picture-in-text": (
        "a picture was pasted into the text itself (data:…) and was dropped",
        "Save it as a .jpg or .png file in the article's folder and write ![description](file.jpg).",
    ),
    "picture-no-alt": (
        "the picture “{name}” has no description",
        "Say in the square brackets what it shows, for those who cannot see it: ![Children receiving gifts]({name}).",
    ),
    "picture-placeholder-alt": (
        "the description “{alt}” does not say what the picture “{name}” shows",
        "Say what it shows, for example: ![Children receiving gifts]({name}).",
    ),
    "picture-remote": (
        "the picture “{target}” lies on another site and is shown only as a link",
        "If you may use it, save it in the article's folder and write the file name.",
    ),
    "picture-unclosed": (
        "a picture without its closing quote or bracket is not shown as it should be: {text}",
        'Add the missing quote and bracket at the end: ![description](picture.jpg "caption").',
    ),
    "picture-caption-lost": (
        "the caption “{caption}” is not shown, because the picture “{name}” stands inside a sentence",
        "Make the picture a paragraph of its own, with an empty line above and below.",
    ),
    "place-missing": (
        "the link “{target}” leads to a place that this text does not have",
        "Look at the words after #; the heading “Kết quả đạt được” has the address #ket-qua-dat-duoc.",
    ),
    "place-missing-guess": (
        "the link “{target}” leads to a place that this text does not have",
        "Did you mean “#{guess}”?",
    ),
    "footnote-missing": (
        "the mark [^{label}] has no footnote",
        "Add a line at the end: [^{label}]: the footnote's words.",
    ),
    "footnote-unused": (
        "nothing in the text refers to the footnote [^{label}]",
        "Put the mark [^{label}] where it belongs, or remove the footnote.",
    ),
    "frame-dropped": (
        "the embedded frame “{target}” was dropped",
        "Only films of YouTube can be embedded; write a link to maps and other things.",
    ),
    "tag-dropped": (
        "the tag <{tag}> may not be used in a text and was dropped",
        "Remove it; for a film put its YouTube address on a line of its own.",
    ),
    "video-remote": (
        "the file “{target}” lies on another site and is shown only as a link",
        "Save it in the article's folder, or put the film on YouTube and paste its address.",
    ),
    "video-unknown": (
        "“{target}” is no film that the bulletin can show",
        "Use an address of YouTube, like https://youtu.be/…, or the name of a .mp4 or .webm file in the article's folder.",
    ),
    "marks-left": (
        "marks were left on the page as written: {text}",
        "Leave no space between marks and words: **bold**, [words](address); inside HTML tags they have no effect.",
    ),
    "link-unclosed": (
        "a link without its closing bracket is on the page as written: {text}",
        "Put “)” behind the address: [words](address).",
    ),
    "table-unread": (
        "these lines are no table, because the line |---|---| is missing or has not enough columns: {text}",
        "Right under the table's first line, with no empty line between, write the line: {rule}",
    ),
    "text-legacy": (
        "this paragraph is written for an old font (.VnTime, TCVN3), which nobody can read on the web: {text}",
        "Copy it, open UniKey's converter with Ctrl+Shift+F6, choose from TCVN3 to Unicode, tick Clipboard, convert, and paste it again.",
    ),
    # --- end of markup ---
}

WORDS: dict[str, str] = {
    "error": "error",
    "warning": "warning",
    "fatal": "cannot go on",
    "counts": "{errors} errors, {warnings} warnings.",
    "held-back": "Not published: {words}.",
    "held-draft": "drafts: {count}",
    "held-scheduled": "scheduled: {count}",
    "held-expired": "expired: {count}",
    "strict-failed": "Warnings count as errors because of --strict.",
    "nothing-written": "Nothing was written; the last good site is untouched.",
    "done": "Done in {seconds} s: {written} files written, {unchanged} unchanged, {removed} removed. Open {output} to see it.",
    "checked": "Checked in {seconds} s: no errors.",
    "more-like-it": "… and {count} more warnings like: {example} (--json shows all)",
    "progress": "{stage}: {done}/{total}",
    "waiting": "Another build is running; waiting for it…",
    "interrupted": "Stopped as you asked; the last good site can still be used.",
    "stage-read": "Reading articles",
    "stage-model": "Giving them meaning",
    "stage-plan": "Planning",
    "stage-pictures": "Making pictures",
    "stage-render": "Rendering pages",
    "stage-write": "Writing",
    "description": "Build a commune's bulletin as a web site from the articles in the folder content.",
    "epilog": "Without a command: build; {program} build --help tells its options. Exit codes: 0 good; 1 problems in the content; 2 wrong use; 3 the machine said no.",
    "commands": "commands",
    "arg-command": "COMMAND",
    "arg-folder": "FOLDER",
    "arg-moment": "MOMENT",
    "help-build": "build the site into the folder output",
    "help-check": "check everything that build checks and write nothing",
    "help-test": "run the software's own tests",
    "help-site": "the bulletin's folder (default: where build.py is)",
    "help-output": "where the site goes (default: the bulletin's folder output)",
    "help-drafts": "publish drafts too, to look at them",
    "help-future": "publish scheduled articles too, to look at them",
    "help-base-url": "the site's address, instead of the one in site.toml",
    "help-now": "take this moment for now, for example 2026-11-24T08:00+07:00",
    "help-strict": "treat warnings as errors",
    "help-json": "print each problem as a JSON line, and a summary as the last",
    "help-quiet": "print problems only",
    "help-timings": "print how long each stage took",
    "help-workers": "how many processes read articles (default: one a core)",
    "help-debug": "print all details when the program meets a mistake of its own",
    "help-lang": "the language of the messages: vi or en",
    "usage-error": "Wrong use",
    "see-help": "Type {program} --help to see how to use it.",
    "unknown-words": "“{words}” is not understood",
    "argparse-usage": "usage: ",
    "argparse-options": "options",
    "argparse-positional": "arguments",
    "argparse-help": "show this help and end",
    "argparse-version": "show the version and end",
    "argparse-one": "a value is needed",
    "argparse-argument": "option %(argument_name)s: %(message)s",
    "argparse-value": "the value %(value)r is not right",
    "argparse-choice": "%(value)r is not one of %(choices)s",
}
