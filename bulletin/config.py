"""The site's own settings: `site.toml`, checked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, as the masthead and the foot of every page name it. Empty: not shown."""

    body: str = ""  # the publishing body (cơ quan xuất bản), under the name
    governing: str = ""  # Cơ quan chủ quản
    responsible: str = ""  # Chịu trách nhiệm nội dung
    licence: str = ""  # Giấy phép
    address: str = ""  # Địa chỉ
    phone: str = ""  # Điện thoại
    email: str = ""  # Thư điện tử
    notice: str = ""  # Ghi rõ nguồn khi phát hành lại thông tin từ trang này


@dataclass(frozen=True, slots=True)
class Badge:
    """A trust badge: `image` is a file of assets/, `url` a whole address."""

    title: str
    image: str
    alt: str
    url: str
