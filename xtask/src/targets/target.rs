//! The five targets, and what each is called by whom.

use clap::ValueEnum;

/// What a phone runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Android phones of today.
    #[value(name = "aarch64-linux-android")]
    AndroidArm64,
    /// Cheap and old Android phones.
    #[value(name = "armv7-linux-androideabi")]
    AndroidArm,
    /// Android's emulator on a PC.
    #[value(name = "x86_64-linux-android")]
    AndroidX86,
    /// iPhones.
    #[value(name = "aarch64-apple-ios")]
    Ios,
    /// The simulator on a Mac.
    #[value(name = "aarch64-apple-ios-sim")]
    IosSimulator,
}

/// The oldest Android that is served; `minSdk` of the AAR.
pub const ANDROID_API: u32 = 24;
/// The oldest iOS that is served.
pub const IOS: &str = "15.0";

impl Target {
    /// Rust's name.
    pub fn triple(self) -> &'static str {
        match self {
            Self::AndroidArm64 => "aarch64-linux-android",
            Self::AndroidArm => "armv7-linux-androideabi",
            Self::AndroidX86 => "x86_64-linux-android",
            Self::Ios => "aarch64-apple-ios",
            Self::IosSimulator => "aarch64-apple-ios-sim",
        }
    }

    /// Android's name of the processor: a folder below `jni` in an AAR.
    pub fn abi(self) -> Option<&'static str> {
        match self {
            Self::AndroidArm64 => Some("arm64-v8a"),
            Self::AndroidArm => Some("armeabi-v7a"),
            Self::AndroidX86 => Some("x86_64"),
            Self::Ios | Self::IosSimulator => None,
        }
    }

    /// The most bytes that the library may take of an app. In the emulator it is nobody's download.
    pub(super) fn limit(self) -> Option<u64> {
        matches!(self, Self::AndroidArm64 | Self::AndroidArm).then_some(8_000_000)
    }

    /// Whether its library is an ELF file that Android loads.
    pub fn is_android(self) -> bool {
        self.abi().is_some()
    }

    /// Clang's name, with the oldest system that is served.
    pub(super) fn clang(self) -> String {
        match self {
            Self::AndroidArm64 => format!("aarch64-linux-android{ANDROID_API}"),
            Self::AndroidArm => format!("armv7a-linux-androideabi{ANDROID_API}"),
            Self::AndroidX86 => format!("x86_64-linux-android{ANDROID_API}"),
            Self::Ios => format!("arm64-apple-ios{IOS}"),
            Self::IosSimulator => format!("arm64-apple-ios{IOS}-simulator"),
        }
    }

    /// Apple's name of the SDK.
    pub(super) fn sdk(self) -> &'static str {
        if self == Self::IosSimulator { "iphonesimulator" } else { "iphoneos" }
    }

    /// What is built: Android loads a shared library, Xcode links a static one into the app.
    pub(super) fn crate_type(self) -> &'static str {
        if self.is_android() { "cdylib" } else { "staticlib" }
    }

    /// The file that comes out.
    pub(super) fn library(self) -> &'static str {
        if self.is_android() { "libruhu_mobile.so" } else { "libruhu_mobile.a" }
    }

    /// As the `cc` crate writes the triple in names of variables.
    pub(super) fn variable(self, name: &str) -> String {
        format!("{name}_{}", self.triple().replace('-', "_"))
    }

    /// As cargo writes the triple in names of variables.
    pub(super) fn cargo_variable(self, name: &str) -> String {
        format!("CARGO_TARGET_{}_{name}", self.triple().replace('-', "_").to_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_takes_rusts_names() {
        for target in Target::value_variants() {
            let value = target.to_possible_value().unwrap();
            assert_eq!(value.get_name(), target.triple());
        }
    }

    #[test]
    fn names_of_variables_are_those_that_cc_and_cargo_read() {
        assert_eq!(Target::AndroidArm.variable("CC"), "CC_armv7_linux_androideabi");
        assert_eq!(Target::Ios.cargo_variable("LINKER"), "CARGO_TARGET_AARCH64_APPLE_IOS_LINKER");
    }
}
