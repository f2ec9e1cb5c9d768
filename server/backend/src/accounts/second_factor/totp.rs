//! Codes of the app: six digits, thirty seconds, SHA-1, which is what every
//! app can do.

use domain::id::UserId;
use qrcode::QrCode;
use qrcode::render::svg;
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};
use url::form_urlencoded::byte_serialize;

use super::Enrollment;
use crate::secrets::SECOND_FACTOR;
use crate::{Error, Services};

/// 160 bits, as RFC 4226 advises.
pub(super) type TotpSecret = [u8; 20];

/// What apps show above the code.
const ISSUER: &str = "Tessera";
/// Smallest side of the picture, in pixels.
const QR_SIDE: u32 = 200;

pub(super) fn seal(svc: &Services, user: UserId, secret: TotpSecret) -> Result<Vec<u8>, Error> {
    svc.keyring.seal(SECOND_FACTOR, user.0.as_bytes(), &secret)
}

pub(super) fn open(svc: &Services, user: UserId, sealed: &[u8]) -> Result<TotpSecret, Error> {
    let secret = svc.keyring.open(SECOND_FACTOR, user.0.as_bytes(), sealed)?;
    secret
        .try_into()
        .map_err(|_| crate::db::broken_row("users", "totp_secret", 0))
}

/// The time step whose code this is: the one of `now`, the one before or the
/// one after.
pub(super) fn step_of(
    secret: TotpSecret,
    code: &str,
    now: OffsetDateTime,
) -> Result<Option<i64>, Error> {
    let now = u64::try_from(now.unix_timestamp()).unwrap_or_default();
    let step = totp(secret)?.check(code, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: TotpSecret) -> Result<Totp, Error> {
    Builder::new()
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .map_err(|e| Error::internal(&e))
}

/// What is shown to whoever sets up an app.
pub(super) fn enrollment(secret: TotpSecret, email: &str) -> Result<Enrollment, Error> {
    let secret_base32 = base32(&secret);
    let account: String = byte_serialize(email.as_bytes()).collect();
    let otpauth_url = format!(
        "otpauth://totp/{ISSUER}:{account}?secret={secret_base32}&issuer={ISSUER}&algorithm=SHA1&digits=6&period=30"
    );
    let qr_svg = qr(&otpauth_url)?;
    Ok(Enrollment {
        secret_base32,
        otpauth_url,
        qr_svg,
    })
}

fn qr(text: &str) -> Result<String, Error> {
    let code = QrCode::new(text).map_err(|e| Error::internal(&e))?;
    let picture = code
        .render::<svg::Color>()
        .min_dimensions(QR_SIDE, QR_SIDE)
        .build();
    // The declaration of XML has no place inside HTML.
    let element = picture.find("<svg").and_then(|at| picture.get(at..));
    Ok(element.unwrap_or_default().to_owned())
}

/// RFC 4648, section 6. Twenty bytes need no padding.
fn base32(secret: &TotpSecret) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |five: u64| DIGITS.get(usize::try_from(five % 32).unwrap_or_default());
    secret
        .chunks(5)
        .map(|bytes| {
            bytes
                .iter()
                .fold(0, |all, byte| (all << 8) | u64::from(*byte))
        })
        .flat_map(|all| (0..8_u32).rev().filter_map(move |i| digit(all >> (5 * i))))
        .map(|digit| char::from(*digit))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: &TotpSecret = b"12345678901234567890";

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn codes_of_the_standard() {
        for (seconds, code, step) in [
            (59, "287082", 1),
            (1_111_111_109, "081804", 37_037_036),
            (2_000_000_000, "279037", 66_666_666),
        ] {
            assert_eq!(step_of(*SECRET, code, at(seconds)).unwrap(), Some(step));
            let late = step_of(*SECRET, code, at(seconds + 60)).unwrap();
            assert_eq!(late, None);
            assert_eq!(
                step_of(*SECRET, code, at(seconds + 30)).unwrap(),
                Some(step)
            );
        }
        let early = step_of(*SECRET, "279037", at(2_000_000_000 - 60)).unwrap();
        assert_eq!(early, None);
        assert_eq!(step_of(*SECRET, "28708", at(59)).unwrap(), None);
    }

    #[test]
    fn apps_can_read_it() {
        let shown = enrollment(*SECRET, "ada+x@acme.example").unwrap();
        assert_eq!(shown.secret_base32, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            shown.otpauth_url,
            "otpauth://totp/Tessera:ada%2Bx%40acme.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tessera&algorithm=SHA1&digits=6&period=30"
        );
        assert!(shown.qr_svg.starts_with("<svg") && shown.qr_svg.ends_with("</svg>"));
        assert!(!shown.qr_svg.contains("style="), "the policy blocks styles");
        assert_eq!(format!("{shown:?}"), "Enrollment");
    }
}
