//! What an authenticator app does (RFC 6238): six digits, thirty seconds,
//! SHA-1.

use aws_lc_rs::hmac;
use time::OffsetDateTime;

/// The bytes of a secret that is spelled in base 32 (RFC 4648, section 6).
pub(super) fn decode(secret: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in secret.bytes() {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            other => panic!("{other} is no letter of base 32"),
        };
        bits = (bits << 5) | u32::from(five);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).unwrap());
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

/// The code that the app shows at this time.
pub(super) fn code(secret: &str, at: OffsetDateTime) -> String {
    let step = u64::try_from(at.unix_timestamp() / 30).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &decode(secret));
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 15);
    let word: [u8; 4] = tag[offset..offset + 4].try_into().unwrap();
    let number = u32::from_be_bytes(word) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The example of the standard, appendix B.
#[test]
fn the_app_of_the_tests_is_right() {
    let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    assert_eq!(decode(secret), b"12345678901234567890");
    assert_eq!(code(secret, at(59)), "287082");
    assert_eq!(code(secret, at(1_111_111_109)), "081804");
}
