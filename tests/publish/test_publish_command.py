"""`publish` and `verify` as they are typed: whole outputs, exit codes, and no password anywhere."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lending import PASSWORD, Host

from bulletin.cli import main
from tests.serving import serve

SITE = """
[site]
name = "Bản tin xã Mẫu"
address = "{address}"

[publish.web]
kind = "folder"
folder = "../may-chu"
"""
ARTICLE = "---\ntiêu đề: {title}\nngày: {date}\n---\n\n{text}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "ban-tin"
    write(root / "site.toml", SITE.format(address="http://localhost/"))
    write(root / "content/tin-tuc/mot.md", ARTICLE.format(title="Một", date="20/11/2026", text="Bài một."))
    write(root / "content/tin-tuc/hai.md", ARTICLE.format(title="Hai", date="25/11/2026", text="Bài hai."))
    monkeypatch.setenv("COLUMNS", "200")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(site: Path, capfd: pytest.CaptureFixture[str]) -> Say:
    """Type a command; its exit code and all that it said, without what a build says and advice.

    How much there is and how long it takes, which is the theme's and the machine's, is N.
    """

    def say(*words: str, now: str = "2026-11-24T08:00+07:00") -> tuple[int, str]:
        code = main([*words, "--site", str(site), "--now", now])
        told = capfd.readouterr()
        lines = (told.err + told.out).splitlines()
        built = ("Đã ghi", "Đã dựng", "Xong", "Chưa đăng: ", "site.toml: cảnh báo", "    ", "0 lỗi")
        said = "\n".join(line for line in lines if not line.startswith(built))
        return code, re.sub(r"[\d,]+ (tệp|[KM]B|giây)", r"N \1", said)

    return say


def plan(new: int = 0, changed: int = 0, removed: int = 0) -> str:
    return f"Sẽ đăng: {new} trang mới, {changed} trang đổi, {removed} trang gỡ, N tệp khác; N KB, khoảng N giây.\n"


PUT = "Đã đăng lên “web”: N tệp đang có, N giây."
NOTHING = plan() + "Trên máy chủ đã đúng như ở đây, không có gì phải đăng."
UNRECORDED = "Máy chủ không có sổ ghi của lần đăng trước (hoặc sổ hỏng): đăng lại mọi tệp.\n"


def test_a_first_publishing_and_a_second(say: Say, site: Path) -> None:
    assert say("publish") == (0, plan(11) + PUT)
    there = site.parent / "may-chu"
    ours = {
        p.relative_to(site / "output")
        for p in (site / "output").rglob("*")
        if p.is_file() and ".bantin" not in p.parts
    }
    put = {p.relative_to(there) for p in there.rglob("*") if p.is_file() and ".bantin-publish" not in p.parts}
    assert ours == put
    assert say("publish") == (0, NOTHING)


def test_a_dry_run_changes_nothing(say: Say, site: Path) -> None:
    assert say("publish", "--dry-run") == (0, plan(11) + "Mới (38):")
    assert [p for p in (site.parent / "may-chu").rglob("*") if p.is_file()] == []


def test_what_is_wrong_is_not_published(say: Say, site: Path) -> None:
    assert say("publish")[0] == 0
    write(site / "content/tin-tuc/ba.md", "---\ntiêu đề: Ba\nngày: hôm qua\n---\n\nBài ba.\n")
    assert say("publish") == (
        1,
        "content/tin-tuc/ba.md:3: lỗi: “hôm qua” ở mục “ngày” không phải là một ngày\n"
        "1 lỗi, 0 cảnh báo.\n"
        "Không ghi gì cả; trang đã dựng lần trước vẫn nguyên.",
    )
    assert not (site.parent / "may-chu/tin-tuc/ba").exists()


def test_only_if_due(say: Say, site: Path) -> None:
    code, said = say("publish", "--if-due")
    assert (code, said.splitlines()[0]) == (3, "không làm được: chưa đăng lên “web” lần nào")
    assert say("publish")[0] == 0
    assert not (site.parent / "may-chu/tin-tuc/hai").exists()  # it is for the 25th
    assert say("publish", "--if-due") == (0, "Chưa có bài nào đến giờ đăng hay hết hạn.")
    assert say("publish", "--if-due", now="2026-11-25T00:10+07:00")[0] == 0
    assert (site.parent / "may-chu/tin-tuc/hai/index.html").exists()
    assert say("publish", "--if-due", now="2026-11-25T00:20+07:00") == (
        0,
        "Chưa có bài nào đến giờ đăng hay hết hạn.",
    )


def test_status(say: Say, site: Path) -> None:
    assert say("publish")[0] == 0
    write(
        site / "content/tin-tuc/mot.md", ARTICLE.format(title="Một", date="20/11/2026", text="Bài một, sửa.")
    )
    assert say("publish", "--status") == (
        0,
        "“web” đang có N tệp, đăng lúc 08:00 24/11/2026.\n"
        + plan()
        + "Có bài hoặc thiết lập đã sửa mà chưa dựng; publish sẽ dựng trước.",
    )


def test_many_removals_and_foreign_files_are_asked_about(say: Say, site: Path) -> None:
    write(site.parent / "may-chu/index.html", "trang cũ của ai đó")
    assert say("publish") == (
        2,
        UNRECORDED
        + plan(10, 1)
        + "không làm được: trên máy chủ đã có N tệp trùng tên mà không phải do máy này đăng, ví dụ index.html",
    )
    assert (site.parent / "may-chu/index.html").read_text("utf-8") == "trang cũ của ai đó"
    assert say("publish", "--yes")[0] == 0
    for n in range(40):
        write(
            site / f"content/tin-tuc/b{n}.md", ARTICLE.format(title=f"Bài {n}", date="20/11/2026", text="x")
        )
    assert say("publish")[0] == 0
    for n in range(40):
        (site / f"content/tin-tuc/b{n}.md").unlink()
    assert say("publish") == (
        2,
        plan(0, 10, 43)
        + "không làm được: lần đăng này sẽ gỡ 152 trong N tệp đang có trên máy chủ, nhiều khác thường",
    )
    assert (site.parent / "may-chu/tin-tuc/b7/index.html").exists()
    assert say("publish", "--yes")[0] == 0
    assert not (site.parent / "may-chu/tin-tuc/b7").exists()


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ('kind = "scp"\nhost = "x"', 7, "không có cách đăng nào tên là “scp”"),
        ('kind = "sftp"', 6, "[publish.web] còn thiếu “host”"),
        (
            'kind = "sftp"\nhost = "x"\npassword = "abc"',
            9,
            "không để mật khẩu (“password”) trong site.toml: ai chép thư mục này cũng đọc được",
        ),
        ('kind = "sftp"\nhost = "-oProxyCommand=x"', 8, "giá trị của “host” có dấu không dùng được"),
        *(
            (
                f'kind = "git"\nrepository = "{address}"',
                8,
                "không để tên và mật khẩu trong địa chỉ (“repository”): ai chép site.toml cũng đọc được",
            )
            for address in (
                "https://xa:bi-mat@git.example/trang.git",
                "https://ghp_bi_mat@git.example/trang.git",
                "https://xa:bi/mat@git.example/trang.git",
                "ssh://xa:bi-mat@git.example/trang.git",
            )
        ),
        ('kind = "folder"\nfolder = "x"\nnam = 1', 9, "không có thiết lập nào tên là “nam”"),
    ],
)
def test_settings_that_cannot_be_used(say: Say, site: Path, table: str, line: int, said: str) -> None:
    text = SITE.format(address="http://localhost/").replace('kind = "folder"\nfolder = "../may-chu"', table)
    write(site / "site.toml", text)
    code, told = say("publish")
    assert code == 1
    assert told.splitlines()[0] == f"site.toml:{line}: lỗi: {said}"


def test_a_name_of_a_destination(say: Say, site: Path) -> None:
    write(
        site / "site.toml",
        SITE.format(address="http://localhost/").replace("publish.web", "publish.Web"),
    )
    assert say("publish") == (1, "site.toml:6: lỗi: “Web” không dùng làm tên nơi đăng được")
    write(site / "site.toml", SITE.format(address="http://localhost/").partition("[publish")[0])
    assert say("publish") == (2, "không làm được: site.toml chưa nói đăng trang lên đâu")
    two = SITE.format(address="http://localhost/").replace("publish.web", "publish.mot")
    write(site / "site.toml", two + '[publish.hai]\nkind = "folder"\nfolder = "../hai"\n')
    assert say("publish") == (2, "không làm được: chưa rõ đăng lên nơi nào")
    assert say("publish", "hai")[0] == 0


def test_the_live_site_is_looked_at_and_verified(say: Say, site: Path) -> None:
    there = site.parent / "may-chu"
    there.mkdir()
    with serve(there) as web:
        write(site / "site.toml", SITE.format(address=web))
        assert say("publish") == (0, f"{plan(11)}{PUT}\nĐã xem lại 5 trang ở {web}: đúng bản mới.")
        assert say("verify") == (0, "Trang trên mạng đúng như bản đã đăng (N tệp).")
        page = there / "tin-tuc/mot/index.html"
        page.write_text(
            page.read_text("utf-8").replace("</body>", '<a href="https://casino.example/">x</a></body>'),
            "utf-8",
        )
        (there / "tin-tuc/la.php").write_text("x")
        (there / "feed.xml").unlink()
        changed = (
            "tin-tuc/mot/index.html: đã bị đổi.\n"
            "tin-tuc/mot/index.html: có liên kết hoặc mã lạ: casino.example\n"
            "Trang trên mạng khác bản đã đăng ({} điểm). "
            "Đổi mật khẩu máy chủ, rồi đăng lại bằng publish --thorough."
        )
        assert say("verify") == (1, "feed.xml: không còn (404).\n" + changed.format(3))
        foreign = "tin-tuc/la.php: tệp lạ, không phải do bản tin đăng.\n"
        assert say("verify", "--server") == (1, "feed.xml: không còn (?).\n" + foreign + changed.format(4))
        assert say("publish", "--thorough")[0] == 0
        assert say("verify")[0] == 0


def test_passwords_come_from_the_environment_and_appear_nowhere(
    say: Say, site: Path, ftp: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = f'kind = "ftp"\nhost = "{ftp.address}"\nport = {ftp.port}\nuser = "{ftp.user}"\nfolder = "{ftp.folder}"'
    write(
        site / "site.toml",
        SITE.format(address="http://localhost/").replace('kind = "folder"\nfolder = "../may-chu"', table),
    )
    monkeypatch.delenv("BANTIN_PASSWORD_WEB", raising=False)
    assert say("publish") == (3, "không làm được: cần mật khẩu của “web” mà không có ai để hỏi")
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", PASSWORD + "sai")
    refused = f"không làm được: máy chủ {ftp.address} không nhận tên “{ftp.user}” với mật khẩu hoặc khóa này"
    assert say("publish") == (3, refused)
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", PASSWORD)
    assert say("publish") == (0, plan(11) + PUT)
    shutil.rmtree(site / ".bantin/publish")
    assert say("publish")[0] == 0
    kept = [p for p in site.rglob("*") if p.is_file() and PASSWORD.encode() in p.read_bytes()]
    assert kept == []


def test_back_to_the_release_before(say: Say, site: Path) -> None:
    assert say("publish", "--rollback")[0] == 3
    text = SITE.format(address="http://localhost/")
    write(site / "site.toml", text.replace('folder = "../may-chu"', 'folder = "../trang"\nreleases = 2'))
    assert say("publish")[0] == 0
    code, said = say("publish", "--rollback")
    assert (code, said.splitlines()[0]) == (3, "không làm được: “web” không giữ bản cũ nào để quay lại")
    assert say("publish", now="2026-11-26T08:00+07:00")[0] == 0
    page = site.parent / "trang/tin-tuc/hai/index.html"
    assert page.exists()
    code, said = say("publish", "--rollback")
    assert code == 0
    assert said == "“web” đã trở lại bản đăng lúc 08:00 24/11/2026. Lần publish tới sẽ đưa bản mới lên lại."
    assert not page.exists()
    assert say("publish", now="2026-11-26T09:00+07:00")[0] == 0
    assert page.exists()
