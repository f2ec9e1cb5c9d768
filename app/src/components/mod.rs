//! Data in, markup out. No component reads the request but the header.

mod account_menu;
mod amount;
mod badge;
pub mod cell;
mod chrome;
mod compare_tray;
mod copy;
mod crumbs;
mod empty;
pub mod form;
pub mod format;
mod icon;
mod markdown;
mod markup;
mod model_card;
mod notice;
pub mod offering;
mod page_title;
mod pager;
mod palette;
mod scroller;
mod source;
mod switcher;
mod time;
pub mod workload;

pub use account_menu::{sign_in_href, single_sign_on_href};
pub use amount::Amount;
pub use badge::{AccessBadge, Badge, LifecycleBadge, Tone};
pub use chrome::{Footer, Header};
pub use compare_tray::CompareTray;
pub use copy::CopyId;
pub use crumbs::Crumbs;
pub use empty::{Unknown, Unpriced};
pub use icon::{Icon, IconSize, push_icon};
pub use markdown::Markdown;
pub use markup::markup;
pub use model_card::{
    CompareTick, Modalities, ModelCard, Personal, PriceOrUnpriced, maker, model_grid, no_charge,
    prepare_cards,
};
pub use notice::Notice;
pub use page_title::PageTitle;
pub use pager::{older_pager, pager};
pub use palette::Palette;
pub use scroller::Scroller;
pub use source::{OutLink, host, source_note, web_address};
pub use switcher::provide_switcher;
pub use time::{Day, When};
