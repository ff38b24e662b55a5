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
        content.Notice.Should().BeNull();
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
            content.Notice.Should().Contain($"torn line of {length - begin} bytes");
        }
    }

    [Test]
    public void A_last_line_that_lacks_its_line_break_alone_counts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("runs.jsonl"), string.Join('\n', Lines));

        var content = RunFile.Read(folder.File("runs.jsonl"));

        content.Runs.Should().HaveCount(3);
        content.Notice.Should().BeNull();
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
    [TestCase("\n")]
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

    [Test]
    public void A_compressed_file_that_is_cut_is_an_error()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("runs.jsonl.gz"), Lines);
        var bytes = File.ReadAllBytes(folder.File("runs.jsonl.gz"));
        File.WriteAllBytes(folder.File("runs.jsonl.gz"), bytes[..(bytes.Length / 2)]);

        var read = () => RunFile.Read(folder.File("runs.jsonl.gz"));

        read.Should().Throw<DataException>().WithMessage("*runs.jsonl.gz: cannot be read*");
    }

    [Test]
    public void A_missing_file_is_an_error_of_one_line()
    {
        using var folder = new TemporaryFolder();

        var read = () => RunFile.Read(folder.File("nowhere.jsonl"));

        read.Should().Throw<DataException>().Which.Message.Should().Contain("nowhere.jsonl: cannot be read").And.NotContain("\n");
    }
}
