//! Text that others have written in Markdown.

use std::collections::HashSet;

use comrak::{Options, markdown_to_html};
use leptos::prelude::*;

/// Renders Markdown without raw HTML, then cleans what is left: two layers,
/// because either alone has had holes.
#[component]
pub fn Markdown(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <div class="prose" inner_html=render(&text)></div> }
}

fn render(text: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // `render.unsafe` stays off: raw HTML is left out.
    let html = markdown_to_html(text, &options);
    let tags = [
        "p",
        "br",
        "hr",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    // Headings of the page come first; those of a listing begin below them.
    let html = html
        .replace("<h1>", "<h3>")
        .replace("</h1>", "</h3>")
        .replace("<h2>", "<h4>")
        .replace("</h2>", "</h4>");
    ammonia::Builder::empty()
        .tags(HashSet::from(tags))
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"))
        .clean(&html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn plain_markdown_comes_through() {
        let html = render(
            "# One\n\n**bold** [link](https://acme.example)\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |",
        );
        for part in [
            "<h3>One</h3>",
            "<strong>bold</strong>",
            "rel=\"nofollow noopener noreferrer\"",
            "<li>a</li>",
            "<td>1</td>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>)",
            "[x](//evil.example)",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
            "<a href=\"https://a\" onclick=\"x\">y</a>",
            "<iframe src=https://evil.example></iframe>",
            "[a](https://a \"onmouseover=alert(1)\")",
        ] {
            let html = render(text).to_lowercase();
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<math",
                "<iframe",
                "<style",
                "javascript:",
                "data:text",
                "onerror=",
                "onclick=",
                "href=\"//",
            ] {
                assert!(!html.contains(bad), "{text}: {html}");
            }
        }
    }
}
