//! Builds what the browser loads: compiles `app` to WebAssembly, binds it, bundles the style
//! sheet, names every file after its content and compresses it, into `target/site`.

mod binding;
mod budget;
mod compress;
mod console;
mod css;
mod files;
mod manifest;
mod options;
mod project;
mod site;
mod stamp;
mod wasm;
mod wasm_opt;

use anyhow::Result;
use options::Options;
use project::Project;
use wasm_opt::WasmOpt;

fn main() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let project = Project::find()?;
    build(&project, &options)?;
    if options.check_budget {
        budget::check(&project)?;
    }
    Ok(())
}

/// Brings `target/site` up to date; does nothing when its inputs have not changed.
fn build(project: &Project, options: &Options) -> Result<()> {
    let module = wasm::compile(project, options)?;
    let optimizer = if options.release {
        WasmOpt::find()
    } else {
        None
    };
    let styles = files::read_tree(&project.root.join("style"))?;
    let public = files::read_tree(&project.root.join("public"))?;
    let stamp = stamp::of(options, optimizer.as_ref(), &module, &[&styles, &public])?;
    if stamp::is_current(project, &stamp) {
        return console::say("bundle: nothing changed");
    }

    let bound = binding::bind(project, module, optimizer.as_ref())?;
    let css = css::bundle(&project.root.join("style/main.css"))?;
    let (site, manifest) = site::assemble(bound, css, public, options)?;
    stamp::forget(project)?;
    files::replace_tree(&project.site, &site)?;
    stamp::remember(project, &stamp)?;
    console::say(&format!(
        "bundle: {} files, {}",
        site.len(),
        budget::summary(&manifest)
    ))
}
