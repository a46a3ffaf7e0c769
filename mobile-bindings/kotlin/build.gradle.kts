// The same as pom.xml for teams that build with Gradle: the JVM package and its tests. For Android take the AAR that
// `cargo xtask package android` makes. Its versions are held equal to the pom's by a test.
plugins {
    kotlin("jvm") version "2.4.21"
}

group = "cn.ruhu"
version = "0.1.0"

repositories { mavenCentral() }

dependencies {
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.11.0")
    implementation("net.java.dev.jna:jna:5.19.1")
    testImplementation("org.junit.jupiter:junit-jupiter:6.1.3")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher")
}

kotlin { jvmToolchain(17) }

val generated = layout.buildDirectory.dir("generated-sources/uniffi")
val workspace = projectDir.resolve("../..")

// Generated at build time from the library itself, never committed: the two cannot differ.
val bind by tasks.registering(Exec::class) {
    workingDir = workspace
    commandLine("cargo", "xtask", "bind", "--language=kotlin", "--out-dir=${generated.get().asFile}")
    outputs.dir(generated)
    outputs.upToDateWhen { false }
}

sourceSets.main { kotlin.srcDir(bind) }

tasks.test {
    useJUnitPlatform()
    systemProperty("jna.library.path", generated.get().dir("native").asFile.path)
    val target = System.getenv("CARGO_TARGET_DIR")?.let(::File) ?: workspace.resolve("target")
    systemProperty("ruhu.programs", target.resolve("debug").path)
}
