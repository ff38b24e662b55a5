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
        next.RemovedLength.Should().Be(0);
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
    public void A_last_line_that_is_cut_at_any_byte_is_removed_and_its_run_done_again()
    {
        var lines = new[] { Records.Of(1), Records.Of(2) }.Select(record => RunLine.Of(record) + "\n").ToArray();
        for (var length = 0; length <= lines[1].Length; length++)
        {
            Put(lines[0] + lines[1][..length]);

            var appender = RunAppender.Open(path);

            var isWhole = length >= lines[1].Length - 1;
            appender.RemovedLength.Should().Be(isWhole ? 0 : length);
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
    public void A_file_that_becomes_shorter_under_way_is_an_error()
    {
        var appender = RunAppender.Open(path);
        appender.Append(Records.Of(1));
        Put(string.Empty);

        appender.Invoking(it => it.Append(Records.Of(2))).Should().Throw<DataException>().WithMessage("*has become shorter*");
    }

    [Test]
    public void A_compressed_file_cannot_be_appended_to() =>
        FluentActions.Invoking(() => RunAppender.Open(path + ".gz")).Should().Throw<DataException>().WithMessage("*compressed*'reproduce merge'*");
}
