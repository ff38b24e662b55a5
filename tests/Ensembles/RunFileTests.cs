using System.Text;
using Reproduction.Data;
using Reproduction.Ensembles;

namespace Reproduction.Tests.Ensembles;

public sealed class RunFileTests
{
    private static readonly string[] Lines = [RunLine.Of(Records.Of(1)), RunLine.Of(Records.Of(2)), RunLine.Of(Records.Of(3, failure: "diverged"))];

    [TestCase("runs.jsonl")]
    [TestCase("runs.jsonl.gz")]
    public void A_file_reads_back(string name)
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File(name), Lines);

        var content = RunFile.Read(folder.File(name));

        content.Runs.Select(RunLine.Of).Should().Equal(Lines);
        content.Notices.Should().BeEmpty();
        Directory.GetFileSystemEntries(folder.Folder).Should().ContainSingle();
    }

    [Test]
    public void The_compressed_form_is_the_same_each_time_and_smaller()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("a.jsonl.gz"), Lines);
        RunFile.Write(folder.File("b.jsonl.gz"), Lines);

        var bytes = File.ReadAllBytes(folder.File("a.jsonl.gz"));
        bytes.Should().Equal(File.ReadAllBytes(folder.File("b.jsonl.gz"))).And.HaveCountLessThan(Lines.Sum(line => line.Length) / 2);
        bytes[4..8].Should().Equal(new byte[4], "the header's time is that of no clock");
    }

    [Test]
    public void A_last_line_that_is_cut_at_any_byte_is_left_out_with_a_notice()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("runs.jsonl");
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', Lines));
        var begin = whole.Length - Encoding.UTF8.GetByteCount(Lines[^1]);
        for (var length = begin + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            var content = RunFile.Read(path);

            content.Runs.Should().HaveCount(2, "it was cut after {0} bytes", length);
            content.Notices.Should().ContainSingle().Which.Should().Contain($"torn last line of {length - begin} bytes");
        }
    }

    [Test]
    public void A_last_line_that_lacks_its_line_break_alone_counts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), string.Join('\n', Lines));

        var content = RunFile.Read(folder.File("runs.jsonl"));

        content.Runs.Should().HaveCount(3);
        content.Notices.Should().BeEmpty();
    }

    [Test]
    public void A_damaged_line_is_an_error_that_says_where()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), $"{Lines[0]}\n{Lines[1][..^5]}\n{Lines[2]}\n");

        var read = () => RunFile.Read(folder.File("runs.jsonl"));

        read.Should().Throw<DataException>().WithMessage("*runs.jsonl, line 2: expected a run*remove the line*");
    }

    [TestCase("not a results file")]
    [TestCase("{\"rum")]
    public void A_file_that_is_something_else_is_an_error_and_not_a_torn_line(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), text);

        var read = () => RunFile.Read(folder.File("file"));

        read.Should().Throw<DataException>().WithMessage("*line 1*");
    }

    [Test]
    public void An_empty_file_has_no_runs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), string.Empty);

        RunFile.Read(folder.File("runs.jsonl")).Runs.Should().BeEmpty();
    }

    private static byte[] Compressed(string text, string name = "a.gz")
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File(name), text.Split('\n'));
        return File.ReadAllBytes(folder.File(name));
    }

    private static RunFileContent Read(byte[] content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("runs.jsonl.gz"), content);
        return RunFile.Read(folder.File("runs.jsonl.gz"));
    }

    [Test]
    public void A_compressed_file_that_is_cut_at_any_byte_is_an_error()
    {
        var bytes = Compressed(Lines[0]);
        for (var length = 2; length < bytes.Length; length++)
        {
            FluentActions.Invoking(() => Read(bytes[..length])).Should().Throw<DataException>("it was cut after {0} bytes", length)
                .WithMessage("*runs.jsonl.gz: cannot be read: the compressed content is damaged, cut off or followed by something else*");
        }
    }

    [Test]
    public void A_compressed_file_with_any_byte_turned_is_damaged_or_reads_the_same()
    {
        var bytes = Compressed(Lines[0]);
        for (var i = 0; i < bytes.Length; i++)
        {
            var turned = (byte[])bytes.Clone();
            turned[i] ^= 0x11;
            try
            {
                Read(turned).Runs.Select(RunLine.Of).Should().Equal([Lines[0]], "byte {0} was turned", i);
            }
            catch (DataException)
            {
            }
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(512)]
    [TestCase(200_000)]
    public void NUL_bytes_behind_the_last_member_are_passed_over_as_zcat_does_and_nothing_else_is(int count)
    {
        var padding = new byte[count];
        byte[] members = [.. Compressed(Lines[0]), .. Compressed(Lines[1])];

        var content = Read([.. members, .. padding]);

        content.Runs.Select(RunLine.Of).Should().Equal(Lines[..2]);
        content.Notices.Should().BeEmpty();
        foreach (byte[] damaged in new byte[][]
        {
            [.. members[..^5], .. padding],
            [.. members, .. padding, 1],
            [.. Compressed(Lines[0]), .. padding, .. Compressed(Lines[1])],
        })
        {
            FluentActions.Invoking(() => Read(damaged)).Should().Throw<DataException>().WithMessage("*damaged, cut off or*");
        }
    }

    [Test]
    public void Several_members_are_read_as_one_file()
    {
        byte[] members = [.. Compressed(Lines[0]), .. Compressed(Lines[1]), .. Compressed(Lines[2])];

        Read(members).Runs.Select(RunLine.Of).Should().Equal(Lines);
        FluentActions.Invoking(() => Read(members[..^9])).Should().Throw<DataException>().WithMessage("*damaged, cut off or*");
        FluentActions.Invoking(() => Read([.. members, 0x1f, 0x8b])).Should().Throw<DataException>().WithMessage("*damaged, cut off or*");
    }

    [Test]
    public void What_follows_compressed_content_and_is_none_is_an_error()
    {
        foreach (var tail in new byte[][] { [.. new byte[100], 1], Encoding.UTF8.GetBytes("something else") })
        {
            FluentActions.Invoking(() => Read([.. Compressed(Lines[0]), .. tail]))
                .Should().Throw<DataException>().WithMessage("*followed by something else, after 1 runs*");
        }
    }

    [Test]
    public void A_foreign_line_of_a_whole_compressed_file_is_no_damage() =>
        FluentActions.Invoking(() => Read(Compressed($"{Lines[0]}\nelse\n{Lines[1]}")))
            .Should().Throw<DataException>().WithMessage("*line 2: expected a run*");

    [Test]
    public void A_compressed_file_may_end_in_a_torn_line()
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new System.IO.Compression.GZipStream(
            File.Create(folder.File("runs.jsonl.gz")), System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{Lines[0]}\n{Lines[1][..200]}\0\0"));
        }

        var content = RunFile.Read(folder.File("runs.jsonl.gz"));

        content.Runs.Should().ContainSingle();
        content.Notices.Should().ContainSingle().Which.Should().Contain("torn last line of 200 bytes");
    }

    [Test]
    public void A_small_file_that_unpacks_to_gigabytes_ends_in_one_line_about_its_size()
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new System.IO.Compression.GZipStream(
            File.Create(folder.File("runs.jsonl.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            var block = Encoding.UTF8.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(block);
            }
        }

        FluentActions.Invoking(() => RunFile.Read(folder.File("runs.jsonl.gz"))).Should().Throw<DataException>()
            .WithMessage("*runs.jsonl.gz, unpacked: line 1 is longer than 32 MB, which no run is*");
    }

    [Test]
    public void A_file_is_bounded_by_its_lines_and_not_by_its_length()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), string.Concat(Enumerable.Repeat(Lines[0] + "\n", 2000)) + Lines[1]);

        var content = RunFile.Read(folder.File("runs.jsonl"));

        content.Runs.Select(RunLine.Of).Should().Equal(Lines[..2], "a run that is repeated counts once");
        content.RepeatedCount.Should().Be(1999);
    }

    [TestCase("\n")]
    [TestCase("\n\n\n")]
    [TestCase("\r\n")]
    [TestCase("\n  ")]
    [TestCase("\uFEFF")]
    [TestCase("\uFEFF\n")]
    public void Blank_lines_and_a_byte_order_mark_hold_no_run(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("blank.jsonl"), text);
        File.WriteAllText(folder.File("behind.jsonl"), Lines[0] + text.TrimStart('\uFEFF'));
        File.WriteAllText(folder.File("before.jsonl"), "\uFEFF" + Lines[0]);

        RunFile.Read(folder.File("blank.jsonl")).Runs.Should().BeEmpty();
        RunFile.Read(folder.File("behind.jsonl")).Runs.Should().ContainSingle();
        RunFile.Read(folder.File("before.jsonl")).Runs.Should().ContainSingle();
    }

    [TestCase("\0")]
    [TestCase("\n\0\0\0\0")]
    public void A_tail_of_NUL_bytes_is_left_out_with_a_notice(string tail)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), Lines[0] + tail);

        var content = RunFile.Read(folder.File("runs.jsonl"));

        content.Runs.Should().ContainSingle();
        content.Notices.Should().ContainSingle().Which.Should().Contain("NUL bytes, such as a power loss leaves");
    }

    [Test]
    public void NUL_bytes_amid_the_lines_are_an_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), $"{Lines[0]}\0\0\n{Lines[1]}\n");

        FluentActions.Invoking(() => RunFile.Read(folder.File("runs.jsonl")))
            .Should().Throw<DataException>().WithMessage("*line 1: expected a run*2 NUL bytes*");
    }

    [Test]
    public void Long_reading_can_be_stopped()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("runs.jsonl"), Enumerable.Repeat(Lines[0], 200));
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        FluentActions.Invoking(() => RunFile.Read(folder.File("runs.jsonl"), stop.Token)).Should().Throw<OperationCanceledException>();
    }

    [Test]
    public void A_folder_is_none()
    {
        using var folder = new TemporaryFolder();

        FluentActions.Invoking(() => RunFile.Read(folder.Folder)).Should().Throw<DataException>().WithMessage("*it is a folder*");
    }

    [Test]
    public void A_missing_file_is_an_error_of_one_line()
    {
        using var folder = new TemporaryFolder();

        var read = () => RunFile.Read(folder.File("nowhere.jsonl"));

        read.Should().Throw<DataException>().Which.Message.Should().Contain("nowhere.jsonl: cannot be read").And.NotContain("\n");
    }
}
