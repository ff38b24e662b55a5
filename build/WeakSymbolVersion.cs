// Compiled twice: by MSBuild as an inline task (build/LibTorch.targets) and, without the task, into the tests.
// The inline compiler knows neither implicit usings nor nullable annotations, hence the plain C#.
#nullable disable

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Reproduction.Build
{
    /// <summary>What <see cref="WeakSymbolVersion.Weaken"/> found, and did.</summary>
    public enum WeakeningOutcome
    {
        /// <summary>The requirement was strong and is weak now.</summary>
        Weakened,

        /// <summary>Nothing to do: the file does not ask for the version, or asks for it weakly already.</summary>
        NotNeeded,

        /// <summary>The file is not what was expected; it was left as it is.</summary>
        Refused,
    }

    /// <summary>
    /// Makes one symbol version that an ELF library asks for optional, so that the loader accepts an older provider of it.
    /// </summary>
    /// <remarks>
    /// libLibTorchSharp.so was linked with GCC 13 and asks libstdc++.so.6 for GLIBCXX_3.4.32, which Debian 12 and Ubuntu 22.04 do not
    /// have. The one symbol of that version, <c>_ZSt21ios_base_library_initv</c>, is referred to by no relocation: only the loader's
    /// version check stands in the way. glibc skips that check for an entry that carries VER_FLG_WEAK.
    /// The layout is that of the generic ABI and of the LSB's "Symbol Versioning" chapter, 64-bit little-endian:
    /// <code>
    /// Verneed  { u16 version; u16 count;  u32 file;  u32 aux;   u32 next; }    one for each needed library
    /// Vernaux  { u32 hash;    u16 flags;  u16 other; u32 name;  u32 next; }    one for each version asked of it
    /// </code>
    /// </remarks>
    public static class WeakSymbolVersion
    {
        private const ushort WeakFlag = 0x2;
        private const uint SectionNeededVersions = 0x6ffffffe;
        private const uint SectionSymbolVersions = 0x6fffffff;
        private const uint SectionDynamicSymbols = 11;
        private const uint SectionRelocationsWithAddend = 4;

        /// <summary>Sets VER_FLG_WEAK on <paramref name="version"/> of <paramref name="library"/> in <paramref name="elf"/>, in place.</summary>
        /// <param name="elf">The bytes of an ELF shared library. Changed only when the outcome is <see cref="WeakeningOutcome.Weakened"/>.</param>
        /// <param name="library">The needed library, for example <c>libstdc++.so.6</c>.</param>
        /// <param name="version">The symbol version, for example <c>GLIBCXX_3.4.32</c>.</param>
        /// <param name="onlySymbol">The one symbol that may carry that version.</param>
        /// <param name="explanation">Why, in one line.</param>
        /// <returns>What was found and done. No input makes this method throw.</returns>
        public static WeakeningOutcome Weaken(byte[] elf, string library, string version, string onlySymbol, out string explanation)
        {
            try
            {
                return WeakenUnchecked(elf, library, version, onlySymbol, out explanation);
            }
            catch (Exception exception)
                when (exception is ArgumentException || exception is IndexOutOfRangeException || exception is OverflowException)
            {
                explanation = "its tables point outside the file";
                return WeakeningOutcome.Refused;
            }
        }

        private static WeakeningOutcome WeakenUnchecked(byte[] elf, string library, string version, string onlySymbol, out string explanation)
        {
            if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            {
                explanation = "it is no 64-bit little-endian ELF file";
                return WeakeningOutcome.Refused;
            }

            var sections = ReadSections(elf);
            var needed = sections.Find(section => section.Type == SectionNeededVersions);
            if (needed == null)
            {
                explanation = "it asks for no symbol versions";
                return WeakeningOutcome.NotNeeded;
            }

            var found = FindEntry(elf, needed, sections[needed.Link], library, version);
            if (found < 0)
            {
                explanation = "it does not ask " + library + " for " + version;
                return WeakeningOutcome.NotNeeded;
            }

            var flags = BitConverter.ToUInt16(elf, found + 4);
            if (flags == WeakFlag)
            {
                explanation = version + " is optional already";
                return WeakeningOutcome.NotNeeded;
            }

            if (flags != 0)
            {
                explanation = version + " carries flags that are not understood (" + flags + ")";
                return WeakeningOutcome.Refused;
            }

            var versionIndex = BitConverter.ToUInt16(elf, found + 6);
            var user = FindUser(elf, sections, versionIndex, onlySymbol);
            if (user != null)
            {
                explanation = version + " is really used, by " + user;
                return WeakeningOutcome.Refused;
            }

            elf[found + 4] = (byte)WeakFlag;
            explanation = version + " of " + library + " is optional now";
            return WeakeningOutcome.Weakened;
        }

        private static List<Section> ReadSections(byte[] elf)
        {
            var table = checked((int)BitConverter.ToUInt64(elf, 0x28));
            var entrySize = BitConverter.ToUInt16(elf, 0x3a);
            var count = BitConverter.ToUInt16(elf, 0x3c);
            var sections = new List<Section>();
            for (var i = 0; i < count; i++)
            {
                var at = checked(table + (i * entrySize));
                sections.Add(new Section
                {
                    Type = BitConverter.ToUInt32(elf, at + 4),
                    Offset = checked((int)BitConverter.ToUInt64(elf, at + 0x18)),
                    Size = checked((int)BitConverter.ToUInt64(elf, at + 0x20)),
                    Link = checked((int)BitConverter.ToUInt32(elf, at + 0x28)),
                });
            }

            return sections;
        }

        /// <summary>The offset of the Vernaux entry, or -1.</summary>
        private static int FindEntry(byte[] elf, Section needed, Section names, string library, string version)
        {
            var libraryAt = needed.Offset;
            while (true)
            {
                InSection(needed, libraryAt, 16);
                if (Name(elf, names, BitConverter.ToUInt32(elf, libraryAt + 4)) == library)
                {
                    var entryAt = checked(libraryAt + (int)BitConverter.ToUInt32(elf, libraryAt + 8));
                    while (true)
                    {
                        InSection(needed, entryAt, 16);
                        if (Name(elf, names, BitConverter.ToUInt32(elf, entryAt + 8)) == version)
                        {
                            return entryAt;
                        }

                        var nextEntry = checked((int)BitConverter.ToUInt32(elf, entryAt + 12));
                        if (nextEntry == 0)
                        {
                            break;
                        }

                        entryAt = checked(entryAt + nextEntry);
                    }
                }

                var nextLibrary = checked((int)BitConverter.ToUInt32(elf, libraryAt + 12));
                if (nextLibrary == 0)
                {
                    return -1;
                }

                libraryAt = checked(libraryAt + nextLibrary);
            }
        }

        /// <summary>What stands against weakening: a symbol of that version other than the expected one, or a relocation to it; else null.</summary>
        private static string FindUser(byte[] elf, List<Section> sections, ushort versionIndex, string onlySymbol)
        {
            var symbols = sections.Find(section => section.Type == SectionDynamicSymbols);
            var versions = sections.Find(section => section.Type == SectionSymbolVersions);
            if (symbols == null || versions == null)
            {
                return "symbols that cannot be listed";
            }

            var carriers = new HashSet<long>();
            for (var i = 0; i < versions.Size / 2; i++)
            {
                if ((BitConverter.ToUInt16(elf, versions.Offset + (i * 2)) & 0x7fff) != versionIndex)
                {
                    continue;
                }

                var symbol = Name(elf, sections[symbols.Link], BitConverter.ToUInt32(elf, symbols.Offset + (i * 24)));
                if (symbol != onlySymbol)
                {
                    return symbol;
                }

                carriers.Add(i);
            }

            foreach (var relocations in sections.FindAll(section => section.Type == SectionRelocationsWithAddend))
            {
                for (var i = 0; i < relocations.Size / 24; i++)
                {
                    if (carriers.Contains(BitConverter.ToUInt32(elf, relocations.Offset + (i * 24) + 12)))
                    {
                        return "a relocation to " + onlySymbol;
                    }
                }
            }

            return null;
        }

        private static string Name(byte[] elf, Section names, uint offset)
        {
            var start = checked(names.Offset + (int)offset);
            var end = Array.IndexOf(elf, (byte)0, start);
            return Encoding.ASCII.GetString(elf, start, end - start);
        }

        private static void InSection(Section section, int at, int size)
        {
            if (at < section.Offset || at + size > section.Offset + section.Size)
            {
                throw new IndexOutOfRangeException();
            }
        }

        private sealed class Section
        {
            public uint Type;
            public int Offset;
            public int Size;
            public int Link;
        }
    }

#if !TESTS
    /// <summary>The MSBuild task: writes a weakened copy of a library, and never touches the original.</summary>
    public sealed class WeakenSymbolVersion : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required]
        public string Source { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Destination { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Library { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Version { get; set; }

        [Microsoft.Build.Framework.Required]
        public string OnlySymbol { get; set; }

        public override bool Execute()
        {
            var elf = File.ReadAllBytes(Source);
            string explanation;
            var outcome = WeakSymbolVersion.Weaken(elf, Library, Version, OnlySymbol, out explanation);
            if (outcome == WeakeningOutcome.Refused)
            {
                Log.LogWarning(
                    "{0} was left as it is, because {1}: it may not load on systems older than the one it was built for.",
                    Path.GetFileName(Source),
                    explanation);
            }
            else
            {
                Log.LogMessage("{0}: {1}", Path.GetFileName(Source), explanation);
            }

            // The destination may be a hard link of an earlier build: unlink it, never write through it.
            Directory.CreateDirectory(Path.GetDirectoryName(Destination));
            File.Delete(Destination);
            File.WriteAllBytes(Destination, elf);
            return true;
        }
    }
#endif
}
