//! What a mail looks like: as text and as a page.

use std::fmt::Write as _;

use super::message::{Mail, Part};

/// Everything before the title. The colors are those of the pages, light and
/// dark; programs that know no style sheets show plain text and a link.
const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #FBFBFC; color: #16181D;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 24px; background: #FFFFFF;
  border: 1px solid #E2E4E9; border-radius: 6px; }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 1.3; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
.button { display: inline-block; padding: 10px 18px; border-radius: 6px; background: #3A4FC9;
  color: #FFFFFF; font-weight: 600; text-decoration: none; }
.address, footer { color: #5B6270; font-size: 14px; }
footer { max-width: 560px; margin: 16px auto 0; padding: 0 24px; }
a { color: #3A4FC9; }
@media (prefers-color-scheme: dark) {
  body { background: #0F1115; color: #ECEEF2; }
  main { background: #16181D; border-color: #2A2E37; }
  .button { background: #93A4FF; color: #16181D; }
  .address, footer { color: #A3AAB8; }
  a { color: #93A4FF; }
}
</style>
"#;

/// The part for programs that show no HTML. It says everything.
pub(super) fn text(mail: &Mail, home: &str) -> String {
    let mut out = String::new();
    for part in mail.parts() {
        let _ = match part {
            Part::Text(text) => write!(out, "{text}\n\n"),
            Part::Action { label, url } => write!(out, "{label}:\n{url}\n\n"),
            Part::Link { label, url } => write!(out, "{label}\n{url}\n\n"),
        };
    }
    let _ = write!(out, "-- \nTessera, {home}\n");
    out
}

/// The same as a page that fetches nothing.
pub(super) fn html(mail: &Mail, home: &str) -> String {
    let (subject, home) = (escape(mail.subject()), escape(home));
    let mut out =
        format!("{HEAD}<title>{subject}</title>\n</head>\n<body>\n<main>\n<h1>{subject}</h1>\n");
    for part in mail.parts() {
        let _ = match part {
            Part::Text(text) => writeln!(out, "<p>{}</p>", escape(text).replace('\n', "<br>\n")),
            Part::Action { label, url } => {
                let (label, url) = (escape(label), link(url));
                writeln!(
                    out,
                    "<p><a class=\"button\" href=\"{url}\">{label}</a></p>\n\
                     <p class=\"address\">If the button does nothing, open this address:<br>\n{url}</p>"
                )
            }
            Part::Link { label, url } => {
                let (label, url) = (escape(label), link(url));
                writeln!(out, "<p><a href=\"{url}\">{label}</a></p>")
            }
        };
    }
    let _ = write!(
        out,
        "</main>\n<footer>Tessera, <a href=\"{home}\">{home}</a></footer>\n</body>\n</html>\n"
    );
    out
}

/// An address that a click may open. Others would run a script.
fn link(url: &str) -> String {
    let opens_a_page = url.starts_with("https://") || url.starts_with("http://");
    escape(if opens_a_page { url } else { "#" })
}

/// Text that is only text, between tags and in quoted values.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "https://models.example.com";

    fn invitation() -> Mail {
        Mail::new("ann@example.com", "Join <b>Acme</b> & \"Sons\"")
            .text("<script>alert('hi')</script>\nsecond line")
            .action("Accept <now>", "https://models.example.com/i/x?a=1&b=\"2\"")
            .text("Do nothing otherwise.")
    }

    #[test]
    fn names_are_only_text() {
        let html = html(&invitation(), HOME);
        for tag in ["<script", "<b>", "<now>", "\"2\""] {
            assert!(!html.contains(tag), "{tag}");
        }
        assert!(html.contains("<h1>Join &lt;b&gt;Acme&lt;/b&gt; &amp; &quot;Sons&quot;</h1>"));
        assert!(html.contains("alert(&#39;hi&#39;)&lt;/script&gt;<br>\nsecond line"));
        assert!(html.contains("href=\"https://models.example.com/i/x?a=1&amp;b=&quot;2&quot;\""));
        assert!(html.contains("<a href=\"https://models.example.com\">"));
    }

    #[test]
    fn a_button_opens_pages_only() {
        let mail = Mail::new("a@b", "x").action("Go", "javascript:alert(1)");
        assert!(!html(&mail, HOME).contains("javascript"));
    }

    #[test]
    fn a_link_is_a_line() {
        let mail = Mail::new("a@b", "x")
            .link("Go <b>", "https://models.example.com/a?b=1&c=2")
            .link("Do not", "javascript:alert(1)");
        let page = html(&mail, HOME);
        assert!(
            page.contains(
                "<p><a href=\"https://models.example.com/a?b=1&amp;c=2\">Go &lt;b&gt;</a></p>"
            ),
            "{page}"
        );
        assert!(!page.contains("javascript"), "{page}");
        let text = text(&mail, HOME);
        assert!(
            text.starts_with("Go <b>\nhttps://models.example.com/a?b=1&c=2\n\n"),
            "{text}"
        );
    }

    #[test]
    fn the_text_says_everything() {
        assert_eq!(
            text(&invitation(), HOME),
            "<script>alert('hi')</script>\nsecond line\n\n\
             Accept <now>:\nhttps://models.example.com/i/x?a=1&b=\"2\"\n\n\
             Do nothing otherwise.\n\n\
             -- \nTessera, https://models.example.com\n"
        );
    }
}
