mod docs;
mod fixture;
mod found;
mod hostile;
mod properties;
mod speed;
mod table;
mod world;
