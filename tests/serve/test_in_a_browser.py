"""An editor writes, and looks at the page: in a real Chromium, with the real command."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from previewing import ROOT, Preview, eventually

from bulletin.stamps import YOUNG
from tests.building import article, files_of

Serve, Again = Callable[..., Preview], Callable[[Path], Preview]
WORDS = "Bà con thôn Bình Minh họp bàn việc làm đường. " * 20
LONG = "\n\n".join([WORDS] * 30)


def save(preview: Preview, name: str, text: str) -> None:
    path = preview.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def test_what_is_saved_is_shown_and_the_place_is_kept(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article(body=LONG)})
    page.goto(f"{serve.address}tin/a/")
    page.evaluate("scrollTo(0, 900)")
    eventually(lambda: page.evaluate("scrollY") == 900)
    save(serve, "content/tin/a.md", article(body=LONG + "\n\nCâu vừa thêm.\n"))
    expect(page.get_by_text("Câu vừa thêm.")).to_have_count(1)
    eventually(lambda: page.evaluate("scrollY") == 900, lambda: page.evaluate("scrollY"))


def test_a_title_is_shown_on_its_page_and_then_everywhere(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article("Tên cũ", body=LONG)})
    page.goto(f"{serve.address}tin/a/")
    save(serve, "content/tin/a.md", article("Tên mới", body=LONG))
    expect(page.locator("h1")).to_have_text("Tên mới")
    page.goto(serve.address)
    expect(page.get_by_role("link", name="Tên mới").first).to_be_visible()
    expect(page.get_by_text("Tên cũ")).to_have_count(0)


def test_a_site_that_was_built_before_is_shown_and_goes_on(
    preview: Serve, begin_again: Again, page: Page
) -> None:
    serve = preview({"content/tin/a.md": article(body="Lời cũ.\n")})
    # The first builds all, the second believes the files, for the last there is nothing to do.
    for _ in range(2):
        assert serve.address
        time.sleep(YOUNG / 1e9)
        assert serve.stop() == 0
        serve = begin_again(serve.root)
    page.goto(f"{serve.address}tin/a/")
    assert serve.said.startswith("The preview is at")
    save(serve, "content/tin/a.md", article(body="Lời mới.\n"))
    expect(page.get_by_text("Lời mới.")).to_be_visible()
    assert serve.process.poll() is None, serve.said


def test_another_page_is_left_alone(preview: Serve, page: Page) -> None:
    serve = preview(
        {"content/tin/a.md": article("A", body=LONG), "content/tin/b.md": article("B", body=LONG)}
    )
    page.goto(f"{serve.address}tin/b/")
    page.evaluate("window.isOld = true")
    builds = serve.said.count("The page is new")
    save(serve, "content/tin/a.md", article("A", body=LONG + "\n\nCâu vừa thêm.\n"))
    eventually(lambda: serve.said.count("The page is new") > builds)
    page.wait_for_timeout(500)
    assert page.evaluate("window.isOld") is True


def test_a_mistake_is_told_over_the_last_good_page_until_it_is_mended(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article(body="Trang đúng.\n")})
    page.goto(f"{serve.address}tin/a/")
    save(
        serve, "content/tin/a.md", "---\ntitle: <img src=x onerror=alert(1)>\ndate: 2026-13-40\n---\n\nSai.\n"
    )
    panel = page.locator("bantin-preview details.errors")
    expect(panel).to_contain_text("content/tin/a.md")
    expect(panel).to_contain_text("line 3")
    expect(panel).to_contain_text("date: 2026-13-40")
    expect(panel).to_contain_text("Write the day first")
    expect(page.get_by_text("Trang đúng.")).to_be_visible()
    page.reload()  # the panel is there for those who come later too
    expect(panel).to_contain_text("line 3")
    page.keyboard.press("Escape")
    expect(panel.locator(".inside")).not_to_be_visible()
    save(serve, "content/tin/a.md", article(body="Trang mới.\n"))
    expect(page.get_by_text("Trang mới.")).to_be_visible()
    expect(panel).to_have_count(0)


def test_what_a_file_says_is_never_markup_in_the_panel(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article()})
    page.goto(serve.address)
    hostile = "<img src=x onerror=document.title=1><script>document.title=1</script>"
    save(serve, "content/tin/a.md", f"---\ntitle: A\ndate: {hostile}\n---\n\nA\n")
    panel = page.locator("bantin-preview details.errors")
    expect(panel).to_contain_text(hostile)
    assert panel.locator("img, script").count() == 0
    assert page.title() != "1"


def test_files_come_go_and_are_renamed(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article("Bài A"), "content/tin/b.md": article("Bài B")})
    page.goto(serve.address)
    main = page.locator("main")
    expect(main).to_contain_text("Bài A")
    save(serve, "content/tin/c.md", article("Bài C"))
    expect(main).to_contain_text("Bài C")
    (serve.root / "content/tin/a.md").unlink()
    expect(main).not_to_contain_text("Bài A")
    page.goto(f"{serve.address}tin/b/")
    (serve.root / "content/tin/b.md").rename(serve.root / "content/tin/ban-moi.md")
    expect(page.locator("h1")).not_to_contain_text("Bài B")  # the page for what is not there
    answer = page.goto(f"{serve.address}tin/ban-moi/")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("h1")).to_contain_text("Bài B")


def test_a_hundred_quick_saves_end_in_the_right_page(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article()})
    page.goto(f"{serve.address}tin/a/")
    for number in range(100):
        save(serve, "content/tin/a.md", article(body=f"Lần lưu thứ {number}.\n"))
        page.wait_for_timeout(5)
    expect(page.get_by_text("Lần lưu thứ 99.")).to_be_visible()
    built = serve.said.count("The page is new")
    assert 1 < built < 100
    page.wait_for_timeout(500)
    expect(page.get_by_text("Lần lưu thứ 99.")).to_be_visible()


def test_a_style_sheet_is_exchanged_without_a_reload(preview: Serve, page: Page) -> None:
    style = (ROOT / "assets/css/20-frame.css").read_text("utf-8")
    serve = preview({"content/tin/a.md": article(body=LONG), "assets/css/20-frame.css": style})
    page.goto(f"{serve.address}tin/a/")
    page.evaluate("window.isOld = true; scrollTo(0, 700)")
    save(serve, "assets/css/20-frame.css", style + "\nbody { outline: 7px solid rgb(1, 2, 3); }\n")
    eventually(lambda: page.evaluate("getComputedStyle(document.body).outlineWidth") == "7px")
    assert page.evaluate("[window.isOld, scrollY]") == [True, 700]
    eventually(lambda: page.locator('head link[href*="/00-all."]').count() == 1)
    save(serve, "content/tin/a.md", article(body=LONG + "\n\nSau đó.\n"))
    expect(page.get_by_text("Sau đó.")).to_have_count(1)


def test_drafts_and_articles_to_come_are_shown_and_marked_and_only_here(preview: Serve, page: Page) -> None:
    files = {
        "content/tin/a.md": article("Đã đăng"),
        "content/tin/nhap.md": article("Còn viết", draft="có"),
        "content/tin/mai.md": article("Ngày mai", date="2099-01-01"),
    }
    serve = preview(files)
    page.goto(f"{serve.address}tin/nhap/")
    expect(page.locator("h1").locator("xpath=..").locator(".state")).to_have_text("Bản nháp")
    page.goto(f"{serve.address}tin/mai/")
    expect(page.locator("h1").locator("xpath=..").locator(".state")).to_have_text("Chưa đến ngày đăng")
    page.goto(f"{serve.address}tin/a/")
    expect(page.locator("h1").locator("xpath=..").locator(".state")).to_have_count(0)
    assert not (serve.root / "output").exists()


def test_nothing_of_the_preview_is_in_the_files(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article()})
    page.goto(serve.address)
    assert "bantin-preview" in page.content()
    found = files_of(serve.root / ".bantin" / "preview")
    assert "tin/a/index.html" in found
    assert [name for name, data in found.items() if b"bantin-preview" in data or b"livereload" in data] == []


def test_broken_settings_at_the_start_and_later(preview: Serve, page: Page) -> None:
    good = '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n'
    serve = preview({"site.toml": '[site]\nname = "Bản tin\n', "content/tin/a.md": article()})
    page.goto(serve.address)
    panel = page.locator("bantin-preview details.errors")
    expect(panel).to_contain_text("site.toml")
    expect(page.locator("h1")).to_have_text("There is no page to show yet")
    save(serve, "site.toml", good)
    expect(page).to_have_title("Bản tin")
    expect(panel).to_have_count(0)
    save(serve, "site.toml", good.replace("site]", "site"))
    expect(panel).to_contain_text("site.toml")
    expect(page).to_have_title("Bản tin")
    save(serve, "site.toml", good.replace("Bản tin", "Tên khác"))
    expect(page).to_have_title("Tên khác")
    expect(panel).to_have_count(0)


def test_warnings_alone_are_a_closed_button(preview: Serve, page: Page) -> None:
    serve = preview({"content/tin/a.md": article(body="![](khong-co.jpg)\n")})
    page.goto(f"{serve.address}tin/a/")
    panel = page.locator("bantin-preview details")
    expect(panel).to_be_visible()
    if panel.get_attribute("class") == "warnings":
        expect(panel.locator(".inside")).not_to_be_visible()
        panel.locator("summary").click()
    expect(panel.locator(".inside")).to_contain_text("khong-co.jpg")


def test_a_preview_that_ended_says_so_and_comes_back(preview: Serve, page: Page) -> None:
    first = preview({"content/tin/a.md": article(body="Trước.\n")})
    address = first.address
    page.goto(f"{address}tin/a/")
    assert first.stop() == 0
    expect(page.locator("bantin-preview .lost")).to_contain_text("Run serve again")
    port = address.rpartition(":")[2].strip("/")
    second = preview({"content/tin/a.md": article(body="Sau.\n")}, "--port", port)
    assert second.address == address
    expect(page.get_by_text("Sau.")).to_be_visible()
    expect(page.locator("bantin-preview .lost")).to_have_count(0)
