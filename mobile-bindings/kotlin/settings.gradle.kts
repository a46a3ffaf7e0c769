rootProject.name = "ruhu-mobile"
