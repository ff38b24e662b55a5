using System.Buffers.Binary;
using System.Text;
using Reproduction.Build;

namespace Reproduction.Tests.Build;

/// <summary>What makes libtorch load on older Linux: it changes one flag of the right entry, and nothing in files that look different.</summary>
public sealed class WeakSymbolVersionTests
{
    private const string Library = "libstdc++.so.6";
    private const string Version = "GLIBCXX_3.4.32";
    private const string Symbol = "_ZSt21ios_base_library_initv";

    [Test]
    public void One_flag_of_the_right_entry_is_set()
    {
        var elf = Elf();
        var original = elf.ToArray();

        Weaken(elf).Should().Be(WeakeningOutcome.Weakened);

        var changed = Enumerable.Range(0, elf.Length).Where(i => elf[i] != original[i]).ToList();
        changed.Should().ContainSingle();
        elf[changed[0]].Should().Be(2);
        Weaken(elf).Should().Be(WeakeningOutcome.NotNeeded, "it is weak already");
    }

    [Test]
    public void Another_library_or_version_is_left_alone()
    {
        WithoutChange(Elf(library: "libc.so.6")).Should().Be(WeakeningOutcome.NotNeeded);
        WithoutChange(Elf(version: "GLIBCXX_3.4.30")).Should().Be(WeakeningOutcome.NotNeeded);
    }

    [Test]
    public void A_version_that_is_really_used_is_refused()
    {
        WithoutChange(Elf(symbol: "_ZNSt3fooEv")).Should().Be(WeakeningOutcome.Refused, "an unexpected symbol carries it");
        WithoutChange(Elf(relocatedSymbol: 1)).Should().Be(WeakeningOutcome.Refused, "a relocation needs the symbol");
        WithoutChange(Elf(flags: 4)).Should().Be(WeakeningOutcome.Refused, "flags are set that are not understood");
    }

    [Test]
    public void What_is_no_ELF_file_is_refused()
    {
        WithoutChange([]).Should().Be(WeakeningOutcome.Refused);
        WithoutChange(Encoding.ASCII.GetBytes("MZ" + new string('x', 200))).Should().Be(WeakeningOutcome.Refused);
    }

    [Test]
    public void A_damaged_file_never_throws_and_never_grows_the_change()
    {
        var elf = Elf();
        for (var length = 0; length < elf.Length; length++)
        {
            var cut = elf[..length];
            Weaken(cut);
            cut.Zip(elf).Count(pair => pair.First != pair.Second).Should().BeLessThanOrEqualTo(1);
        }

        for (var i = 0; i < elf.Length; i++)
        {
            var damaged = elf.ToArray();
            damaged[i] ^= 0xff;
            var before = damaged.ToArray();
            Weaken(damaged);
            damaged.Zip(before).Count(pair => pair.First != pair.Second).Should().BeLessThanOrEqualTo(1);
        }
    }

    [Test]
    [Platform(Include = "Linux")]
    public void The_library_beside_these_tests_has_been_treated()
    {
        var delivered = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));

        WeakSymbolVersion.Weaken(delivered, Library, Version, Symbol, out var explanation).Should().Be(WeakeningOutcome.NotNeeded);
        explanation.Should().Be("GLIBCXX_3.4.32 is optional already");
    }

    private static WeakeningOutcome Weaken(byte[] elf) => WeakSymbolVersion.Weaken(elf, Library, Version, Symbol, out _);

    private static WeakeningOutcome WithoutChange(byte[] elf)
    {
        var original = elf.ToArray();
        var outcome = Weaken(elf);
        elf.Should().Equal(original);
        return outcome;
    }

    /// <summary>The least that the parser reads: a header, five sections, one needed library with one version, one symbol, one relocation.</summary>
    private static byte[] Elf(string library = Library, string version = Version, string symbol = Symbol, ushort flags = 0, uint relocatedSymbol = 0)
    {
        const int SectionTable = 64;
        const int Names = SectionTable + (6 * 64);
        const int Needed = Names + 128;
        const int Symbols = Needed + 32;
        const int Versions = Symbols + 48;
        const int Relocations = Versions + 8;
        var elf = new byte[Relocations + 24];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(elf, 0);
        U64(0x28, SectionTable);
        U16(0x3a, 64);
        U16(0x3c, 6);

        uint libraryName = 1, versionName = 40, symbolName = 80;
        Encoding.ASCII.GetBytes(library).CopyTo(elf, Names + (int)libraryName);
        Encoding.ASCII.GetBytes(version).CopyTo(elf, Names + (int)versionName);
        Encoding.ASCII.GetBytes(symbol).CopyTo(elf, Names + (int)symbolName);
        Section(1, type: 3, Names, size: 128, link: 0);
        Section(2, type: 0x6ffffffe, Needed, size: 32, link: 1);
        Section(3, type: 11, Symbols, size: 48, link: 1);
        Section(4, type: 0x6fffffff, Versions, size: 4, link: 3);
        Section(5, type: 4, Relocations, size: 24, link: 3);

        U16(Needed, 1);
        U16(Needed + 2, 1);
        U32(Needed + 4, libraryName);
        U32(Needed + 8, 16);
        U16(Needed + 20, flags);
        U16(Needed + 22, 7);
        U32(Needed + 24, versionName);

        U32(Symbols + 24, symbolName);
        U16(Versions + 2, 7);
        U32(Relocations + 12, relocatedSymbol);
        return elf;

        void U16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at), (ushort)value);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(at), value);
        void U64(int at, int value) => BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(at), (ulong)value);
        void Section(int number, uint type, int offset, int size, uint link)
        {
            var at = SectionTable + (number * 64);
            U32(at + 4, type);
            U64(at + 0x18, offset);
            U64(at + 0x20, size);
            U32(at + 0x28, link);
        }
    }
}
