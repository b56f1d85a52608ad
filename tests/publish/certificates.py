"""An authority of the tests' own, and the certificates of hosts good and bad."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

A_DAY = timedelta(days=1)
GOOD_NAMES = ("localhost", "127.0.0.1", "127.0.0.2")


@dataclass(frozen=True)
class Authority:
    """It vouches for what it issues into `folder`, a file with certificate and key for each kind of host."""

    folder: Path

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def certificate(self) -> Path:
        """What a client must trust."""
        path = self.folder / "authority.pem"
        path.write_bytes(self._own.public_bytes(Encoding.PEM))
        return path

    @cached_property
    def _own(self) -> x509.Certificate:
        name = _name("Cơ quan chứng thực thử nghiệm")
        return (
            _unsigned(name, name, self._key, datetime.now(UTC) - A_DAY, datetime.now(UTC) + 30 * A_DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .add_extension(_usage(is_authority=True), critical=True)
            .sign(self._key, SHA256())
        )

    @cached_property
    def good(self) -> Path:
        return self._issued("good")

    @cached_property
    def expired(self) -> Path:
        return self._issued("expired", end=datetime.now(UTC) - A_DAY)

    @cached_property
    def not_yet_valid(self) -> Path:
        """As it seems to a machine whose clock is late."""
        return self._issued("not-yet-valid", start=datetime.now(UTC) + A_DAY)

    @cached_property
    def wrong_name(self) -> Path:
        return self._issued("wrong-name", names=("may-khac.example",))

    @cached_property
    def self_signed(self) -> Path:
        """No authority vouches for it."""
        return self._issued("self-signed", is_own=True)

    def _issued(
        self,
        file: str,
        *,
        names: tuple[str, ...] = GOOD_NAMES,
        start: datetime | None = None,
        end: datetime | None = None,
        is_own: bool = False,
    ) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = key if is_own else self._key
        named = _name(names[0])
        begins = start or datetime.now(UTC) - 10 * A_DAY
        unsigned = _unsigned(
            named, named if is_own else self._own.subject, key, begins, end or datetime.now(UTC) + 20 * A_DAY
        )
        built = (
            unsigned.add_extension(
                x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(_usage(is_authority=False), critical=True)
            .sign(issuer, SHA256())
        )
        path = self.folder / f"{file}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(private + built.public_bytes(Encoding.PEM))
        path.chmod(0o600)
        return path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(name: str) -> x509.GeneralName:
    return x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
