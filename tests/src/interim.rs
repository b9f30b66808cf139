//! interim
use actix_web::{App, HttpServer, dev::Server, web};
use std::net::TcpListener;
/// s
pub async fn start(app: web::Data<api::app::App>, listener: TcpListener, demo: bool) -> std::io::Result<Server> {
    Ok(HttpServer::new(move || App::new().app_data(app.clone()).configure(|c| api::routes::configure(c, demo))).workers(2).disable_signals().listen(listener)?.run())
}
