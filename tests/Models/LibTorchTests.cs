using System.Runtime.InteropServices;
using Reproduction.Models;

namespace Reproduction.Tests.Models;

public sealed class LibTorchTests
{
    [TestCase("/x/libLibTorchSharp.so: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", "libstdc++ is too old")]
    [TestCase("/x/libtorch.so: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /x)", "C library is too old")]
    [TestCase("libgomp.so.1: cannot open shared object file: No such file or directory", "a native library is missing")]
    [TestCase("advice\nmore advice\nsomething unheard of\n", "cannot be loaded from /x: something unheard of")]
    public void A_loader_error_becomes_one_line_that_says_what_to_do(string loader, string expected)
    {
        var line = LibTorch.Explain(loader, "/x");

        line.Should().StartWith("libtorch cannot be loaded").And.Contain(expected).And.NotContain("\n");
    }

    [Test]
    public void A_platform_without_a_package_is_named()
    {
        LibTorch.Diagnose("linux-arm64", isLinux: true, Architecture.Arm64).Should().Contain("no package of it for linux-arm64");
        LibTorch.Diagnose("linux-x64", isLinux: true, Architecture.X64).Should().BeNull();
        LibTorch.Diagnose("osx-arm64", isLinux: false, Architecture.Arm64).Should().BeNull();
    }

    [Test]
    public void Numerics_cannot_change_once_libtorch_is_loaded()
    {
        var change = () => LibTorch.Load(Numerics.Native);

        change.Should().Throw<InvalidOperationException>().WithMessage("libtorch runs with Pinned numerics in this process; *");
        LibTorch.Load(Numerics.Pinned);
        LibTorch.Description.Should().StartWith("pinned");
    }

    [Test]
    [Platform(Include = "Linux")]
    public void Pinned_numerics_reach_native_code()
    {
        var instructionSet =
            RuntimeInformation.ProcessArchitecture == Architecture.X64 && !System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "default" : "avx2";
        (string Name, string Value)[] expected =
        [
            ("OMP_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("MKL_DYNAMIC", "FALSE"),
            ("MKL_CBWR", "COMPATIBLE"), ("ATEN_CPU_CAPABILITY", instructionSet), ("ONEDNN_MAX_CPU_ISA", "AVX2"),
        ];

        NumericsEnvironment.For(Numerics.Pinned).Should().BeEquivalentTo(expected, "approved figures were trained with these");
        foreach (var (name, value) in expected)
        {
            Marshal.PtrToStringAnsi(GetEnvironment(name)).Should().Be(value, "libtorch reads {0} with getenv", name);
        }
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetEnvironment(string name);
}
