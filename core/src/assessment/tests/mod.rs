mod cases;
mod explained;
mod rules;
mod village;
