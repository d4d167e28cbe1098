//! Connections: another portal, the vendor, and servers that do everything wrong.

mod command;
mod equality;
mod interrupted;
mod nasty;
mod portal;
mod secrets;
mod stage;
mod vendor;
mod writing;
