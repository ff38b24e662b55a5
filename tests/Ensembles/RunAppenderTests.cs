using System.Text;
using Reproduction.Data;
using Reproduction.Ensembles;

namespace Reproduction.Tests.Ensembles;

public sealed class RunAppenderTests
{
    private TemporaryFolder folder = null!;
    private string path = null!;

    [SetUp]
    public void SetUp()
    {
        folder = new TemporaryFolder();
        path = Path.Combine(folder.Folder, "new", "runs.jsonl");
    }

    [TearDown]
    public void TearDown() => folder.Dispose();

    private void Put(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    [Test]
    public void Runs_are_there_for_whoever_opens_the_file_next()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(1)).Should().BeTrue();
        appender.Append(Records.Of(2, failure: "diverged")).Should().BeTrue();

        var next = RunAppender.Open(path);

        next.Contains(Records.Of(1).Key).Should().BeTrue();
        next.Contains(Records.Of(2).Key).Should().BeTrue("a run that diverged is finished");
        next.Contains(Records.Of(3).Key).Should().BeFalse();
        next.TakeNotices().Should().BeEmpty();
        next.LocksHold.Should().BeTrue();
        File.ReadAllText(path).Should().Be($"{RunLine.Of(Records.Of(1))}\n{RunLine.Of(Records.Of(2, failure: "diverged"))}\n");
    }

    [Test]
    public void A_run_of_another_engine_or_data_set_is_another_run()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of());

        appender.Contains((Records.Of() with { EngineDescription = "TorchSharp 2" }).Key).Should().BeFalse();
        appender.Contains((Records.Of() with { Engine = "portable" }).Key).Should().BeFalse();
        appender.Contains((Records.Of() with { DatasetSha256 = new('d', 64) }).Key).Should().BeFalse();
        appender.Contains((Records.Of() with { Machine = Records.Machine with { Processor = "another" } }).Key).Should().BeTrue();
    }

    [Test]
    public void A_last_line_that_is_cut_at_any_byte_is_kept_beside_the_file_and_its_run_done_again()
    {
        var lines = new[] { Records.Of(1), Records.Of(2) }.Select(record => RunLine.Of(record) + "\n").ToArray();
        for (var length = 0; length <= lines[1].Length; length++)
        {
            Put(lines[0] + lines[1][..length]);

            var appender = RunAppender.Open(path);

            var isWhole = length >= lines[1].Length - 1;
            if (isWhole || length == 0)
            {
                appender.TakeNotices().Should().BeEmpty();
                Directory.GetFiles(Path.GetDirectoryName(path)!).Should().ContainSingle();
            }
            else
            {
                appender.TakeNotices()
                    .Should().ContainSingle().Which.Should().Contain($"a torn last line of {length} bytes").And.Contain("is kept in ");
                File.ReadAllText(path + ".torn-1").Should().Be(lines[1][..length]);
                File.Delete(path + ".torn-1");
            }

            appender.Contains(Records.Of(1).Key).Should().BeTrue();
            appender.Contains(Records.Of(2).Key).Should().Be(isWhole);
            appender.Append(Records.Of(2)).Should().Be(!isWhole);
            File.ReadAllText(path).Should().Be(lines[0] + lines[1], "it was cut after {0} bytes", length);
        }
    }

    [Test]
    public void A_torn_line_that_another_process_leaves_later_is_removed_by_the_next_append()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(1));
        File.AppendAllText(path, RunLine.Of(Records.Of(2))[..100]);

        appender.Append(Records.Of(3)).Should().BeTrue();

        RunFile.Read(path).Runs.Select(run => run.Recipe.Seed).Should().Equal(1UL, 3UL);
        appender.TakeNotices().Should().ContainSingle().Which.Should().Contain(".torn-1");
        appender.TakeNotices().Should().BeEmpty("each is told once");
    }

    private static IEnumerable<string> ForeignLines()
    {
        var line = RunLine.Of(Records.Of(2));
        yield return line[..^1] + ",\"later\":1}";
        yield return line.Replace("\"seed\":2", "\"seed\":2,\"later\":1", StringComparison.Ordinal);
        yield return line + line;
        yield return line.Replace("\"loss\"", "loss", StringComparison.Ordinal);
        yield return "a letter to a friend";
        yield return "{\"rum";
        yield return "\"";
    }

    [TestCaseSource(nameof(ForeignLines))]
    public void A_last_line_without_its_break_that_is_something_else_is_left_alone_and_nothing_is_written(string line)
    {
        var text = $"{RunLine.Of(Records.Of(1))}\n{line}";
        Put(text);

        FluentActions.Invoking(() => RunAppender.Open(path)).Should().Throw<DataException>().WithMessage("*line 2: expected a run*");
        File.ReadAllText(path).Should().Be(text);
        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().ContainSingle();
    }

    [TestCase("", "")]
    [TestCase("\n", "")]
    [TestCase("\n\n  ", "")]
    [TestCase("\r\n", "")]
    [TestCase("\0\0\0", "NUL bytes")]
    [TestCase("\n\0\0\0", "NUL bytes")]
    public void What_may_stand_behind_the_last_line_is_no_hindrance(string tail, string notice)
    {
        Put(RunLine.Of(Records.Of(1)) + tail);

        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(2)).Should().BeTrue();

        RunFile.Read(path).Runs.Select(run => run.Recipe.Seed).Should().Equal(1UL, 2UL);
        RunFile.Read(path).Notices.Should().BeEmpty();
        string.Concat(appender.TakeNotices()).Contains(notice, StringComparison.Ordinal).Should().BeTrue();
        File.ReadAllBytes(path).Should().NotContain((byte)0);
    }

    [Test]
    public void A_tail_of_gigabytes_of_NUL_bytes_is_cut_off_and_what_stands_before_it_kept()
    {
        // In memory, where there is such a file system: reading a hole there costs a fifth.
        using var memory = Directory.Exists("/dev/shm") ? new TemporaryFolder("/dev/shm") : new TemporaryFolder();
        path = memory.File("runs.jsonl");
        Put(RunLine.Of(Records.Of(1)) + "\n" + RunLine.Of(Records.Of(2))[..100]);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(3L << 30);
        }

        var appender = RunAppender.Open(path);

        appender.Runs.Should().ContainSingle();
        File.ReadAllText(path + ".torn-1").Should().Be(RunLine.Of(Records.Of(2))[..100]);
        File.ReadAllText(path).Should().Be(RunLine.Of(Records.Of(1)) + "\n");
    }

    [Test]
    public void A_byte_order_mark_is_read_over_and_kept()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, RunLine.Of(Records.Of(1)), Encoding.UTF8);

        RunAppender.Open(path).Append(Records.Of(2)).Should().BeTrue();

        RunFile.Read(path).Runs.Should().HaveCount(2);
    }

    [Test]
    public void A_file_that_another_takes_the_place_of_is_read_anew()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(2));
        appender.Append(Records.Of(1));
        RunFile.Write(path, [RunLine.Of(Records.Of(1)), RunLine.Canonical(Records.Of(2)), RunLine.Of(Records.Of(3))]);

        appender.Append(Records.Of(4)).Should().BeTrue("nothing is gone");
        appender.Contains(Records.Of(3).Key).Should().BeTrue();
        RunFile.Read(path).Runs.Should().HaveCount(4);
    }

    [TestCase("a letter to a friend")]
    [TestCase("a letter\nto a friend\n")]
    public void A_file_that_is_something_else_is_left_as_it_is(string text)
    {
        Put(text);

        var open = () => RunAppender.Open(path);

        open.Should().Throw<DataException>().WithMessage("*line 1: expected a run*");
        File.ReadAllText(path).Should().Be(text);
    }

    [Test]
    public void A_run_that_is_there_with_the_same_figures_is_not_added_again()
    {
        var (one, other) = (RunAppender.Open(path), RunAppender.Open(path));
        one.Append(Records.Of()).Should().BeTrue();

        other.Append(Records.Of() with { WallTime = TimeSpan.FromDays(1) }).Should().BeFalse();

        File.ReadAllLines(path).Should().ContainSingle();
    }

    [Test]
    public void A_run_that_is_there_with_other_figures_is_an_error()
    {
        var (one, other) = (RunAppender.Open(path), RunAppender.Open(path));
        one.Append(Records.Of());

        var append = () => other.Append(Records.Of() with { ParametersSha256 = new('c', 64) });

        append.Should().Throw<DataException>().WithMessage("*contradicts itself*seed 1*hashes are bbbbbbbbbbbb... and cccccccccccc...*");
        File.ReadAllLines(path).Should().ContainSingle();
    }

    [Test]
    public void Writers_with_handles_of_their_own_do_not_get_into_each_others_lines()
    {
        const int Writers = 4;
        const int RunsEach = 25;
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            var appender = RunAppender.Open(path);
            for (var i = 0; i < RunsEach; i++)
            {
                appender.Append(Records.Of((ulong)((writer * RunsEach) + i)));

                // A run that every writer has: only one of them adds it.
                appender.Append(Records.Of((ulong)(1000 + i)));
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        var runs = RunFile.Read(path).Runs;
        runs.Select(run => run.Recipe.Seed).Should().BeEquivalentTo(
            Enumerable.Range(0, Writers * RunsEach).Concat(Enumerable.Range(1000, RunsEach)).Select(seed => (ulong)seed));
    }

    [Test]
    public void A_file_that_becomes_shorter_under_way_is_an_error_and_what_was_known_is_kept()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(1));
        Put(string.Empty);

        appender.Invoking(it => it.Append(Records.Of(2))).Should().Throw<DataException>().WithMessage("*1 of 1 runs that were in it are gone*");

        RunFile.Read(path + ".rescued-1").Runs.Select(run => run.Recipe.Seed).Should().Equal(1UL, 2UL);
        File.ReadAllText(path).Should().BeEmpty();
    }

    [Test]
    public void A_compressed_file_cannot_be_appended_to() =>
        FluentActions.Invoking(() => RunAppender.Open(path + ".gz")).Should().Throw<DataException>().WithMessage("*compressed*'reproduce merge'*");
}
