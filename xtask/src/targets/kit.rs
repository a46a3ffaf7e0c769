//! The stand-in for an NDK and for Xcode: a compiler and a linker made of Debian's clang, headers that come with Zig,
//! and libraries that hold names and no code.
//!
//! **What it makes is for checking only.** The headers are musl's, whose structures differ from Android's; the libraries
//! are empty. It shows that everything compiles, that nothing is taken from Android that is not there, how large the
//! result is and in which pages it lies. It must never get into an app.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};

use super::{
    bionic,
    files::{write_changed, write_program},
    target::{IOS, Target},
};
use crate::run::succeeds;

/// Where the stand-in lies.
pub(super) struct Kit {
    folder: PathBuf,
    /// The folder `lib` of Zig.
    zig: PathBuf,
}

impl Kit {
    /// Writes what `target` needs below `folder`.
    pub(super) fn make(folder: &Path, zig: PathBuf, target: Target) -> Result<Self> {
        let kit = Self { folder: folder.to_owned(), zig };
        kit.headers()?;
        let script = kit.compiler_script(target);
        write_program(&kit.compiler(target), &script)?;
        if target.is_android() {
            write_program(&kit.linker(target), &kit.linker_script(target))?;
            kit.libraries(target)?;
        } else {
            // OpenSSL and the cc crate ask Xcode's front door for the simulator's compiler: `xcrun -sdk NAME cc …`.
            let script = format!("#!/bin/sh\nshift 3\nexec {} \"$@\"\n", kit.compiler(target).display());
            write_program(&kit.programs(target).join("xcrun"), &script)?;
            fs::create_dir_all(kit.sdk(target))?;
        }
        Ok(kit)
    }

    /// Tells a build to compile and link with it.
    pub(super) fn settings(&self, command: &mut Command, target: Target) {
        command
            .env(target.variable("CC"), self.compiler(target))
            .env(target.variable("AR"), "llvm-ar-22")
            .env(target.variable("RANLIB"), "llvm-ranlib-22");
        if target.is_android() {
            command.env(target.cargo_variable("LINKER"), self.linker(target));
        } else {
            command.env("SDKROOT", self.sdk(target)).env("IPHONEOS_DEPLOYMENT_TARGET", IOS);
        }
    }

    /// A folder for the front of `PATH`.
    pub(super) fn programs(&self, target: Target) -> PathBuf {
        self.folder.join(target.triple()).join("bin")
    }

    fn compiler(&self, target: Target) -> PathBuf {
        self.programs(target).join("compile")
    }

    /// By its name rustc knows how to talk to it.
    fn linker(&self, target: Target) -> PathBuf {
        self.programs(target).join("link-clang")
    }

    /// An empty folder; build scripts take its path apart at `SDKs`.
    fn sdk(&self, target: Target) -> PathBuf {
        self.folder.join(target.triple()).join("SDKs/none.sdk")
    }

    fn library_folder(&self, target: Target) -> PathBuf {
        self.folder.join(target.triple()).join("lib")
    }

    fn headers(&self) -> Result<()> {
        let below = self.folder.join("include");
        write_changed(&below.join("android/features.h"), include_str!("stand_in/features.h"))?;
        write_changed(&below.join("android/android/log.h"), include_str!("stand_in/android_log.h"))?;
        write_changed(&below.join("ios/os/log.h"), include_str!("stand_in/os_log.h"))?;
        Ok(())
    }

    /// Folders of headers, the first one first.
    fn includes(&self, target: Target) -> Vec<PathBuf> {
        let zig = |name: &str| self.zig.join("libc/include").join(name);
        let (musl, any) = match target {
            Target::AndroidArm64 => ("aarch64-linux-musl", "aarch64-linux-any"),
            Target::AndroidArm => ("arm-linux-musl", "arm-linux-any"),
            Target::AndroidX86 => ("x86_64-linux-musl", "x86-linux-any"),
            Target::Ios | Target::IosSimulator => {
                return vec![self.folder.join("include/ios"), zig("any-darwin-any")];
            }
        };
        let ours = self.folder.join("include/android");
        vec![ours, zig(musl), zig("generic-musl"), zig(any), zig("any-linux-any")]
    }

    /// The target comes last and wins: callers name it without the oldest system.
    fn compiler_script(&self, target: Target) -> String {
        let includes: String =
            self.includes(target).iter().map(|folder| format!(" -isystem {}", folder.display())).collect();
        // musl's name of what Android calls otherwise.
        let errno = if target.is_android() { " -D__errno_location=__errno" } else { "" };
        format!(
            "#!/bin/sh\nexec clang-22 -nostdlibinc{includes}{errno} \"$@\" --target={} -Qunused-arguments\n",
            target.clang()
        )
    }

    fn linker_script(&self, target: Target) -> String {
        format!(
            "#!/bin/sh\nexec clang-22 --ld-path=/usr/bin/ld.lld-22 -nostdlib -L{} \"$@\" --target={} \
             -lruntime -Wl,--no-undefined\n",
            self.library_folder(target).display(),
            target.clang()
        )
    }

    /// Libraries with the names that Android's have, the unwinder, and what the NDK's compiler would bring.
    fn libraries(&self, target: Target) -> Result<()> {
        let folder = self.library_folder(target);
        for (name, symbols) in bionic::LIBRARIES {
            let source = folder.join(format!("{name}.c"));
            let functions: String =
                symbols.split_whitespace().map(|symbol| format!("void {symbol}(void) {{}}\n")).collect();
            let library = format!("lib{name}.so");
            if write_changed(&source, &functions)? || !folder.join(&library).is_file() {
                let mut link = Command::new(self.compiler(target));
                link.args(["-w", "-fno-builtin", "-fPIC", "-shared", "-nostdlib", "-O1"])
                    .args(["--ld-path=/usr/bin/ld.lld-22", &format!("-Wl,-soname,{library}"), "-o"])
                    .arg(folder.join(&library))
                    .arg(&source);
                ensure!(succeeds(link)?, "{library} for {} cannot be made", target.triple());
            }
        }
        let runtime = folder.join("runtime.c");
        write_changed(&runtime, include_str!("stand_in/runtime.c"))?;
        self.archive(target, "libruntime.a", &[runtime], &["-fno-builtin"])?;
        // OpenSSL asks for it on 32-bit processors, and takes nothing from it.
        self.archive(target, "libatomic.a", &[], &[])?;
        self.unwinder(target)
    }

    /// LLVM's unwinder from the source that comes with Zig: panics in Rust need it.
    fn unwinder(&self, target: Target) -> Result<()> {
        let source = self.zig.join("libunwind/src");
        let mut files: Vec<PathBuf> = [
            "libunwind.cpp",
            "Unwind-EHABI.cpp",
            "UnwindLevel1.c",
            "UnwindLevel1-gcc-ext.c",
            "UnwindRegistersRestore.S",
            "UnwindRegistersSave.S",
        ]
        .iter()
        .map(|file| source.join(file))
        .collect();
        files.retain(|file| file.is_file());
        let include = format!("-I{}", self.zig.join("libunwind/include").display());
        let flags = [
            include.as_str(),
            "-D_LIBUNWIND_IS_NATIVE_ONLY",
            "-DNDEBUG",
            "-fno-exceptions",
            "-fno-rtti",
            "-nostdinc++",
            "-funwind-tables",
            "-fvisibility=hidden",
            "-w",
        ];
        self.archive(target, "libunwind.a", &files, &flags)
    }

    fn archive(&self, target: Target, name: &str, files: &[PathBuf], flags: &[&str]) -> Result<()> {
        let folder = self.library_folder(target);
        let archive = folder.join(name);
        if archive.is_file() {
            return Ok(());
        }
        let mut objects = Vec::new();
        for file in files {
            let object = folder.join(file.file_name().unwrap_or_default()).with_added_extension("o");
            let mut compile = Command::new(self.compiler(target));
            compile.args(["-c", "-O2", "-fPIC"]).args(flags).arg(file).arg("-o").arg(&object);
            ensure!(succeeds(compile)?, "{} for {} cannot be made", name, target.triple());
            objects.push(object);
        }
        let mut pack = Command::new("llvm-ar-22");
        pack.arg("rcs").arg(&archive).args(&objects);
        ensure!(succeeds(pack)?, "{} for {} cannot be made", name, target.triple());
        Ok(())
    }
}
