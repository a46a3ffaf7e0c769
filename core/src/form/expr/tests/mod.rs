mod fixture;
mod hostile;
mod properties;
mod speed;
mod table;
mod world;
