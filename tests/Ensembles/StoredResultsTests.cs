using Reproduction.Data;
using Reproduction.Ensembles;

namespace Reproduction.Tests.Ensembles;

/// <summary>A folder of results is one set of runs.</summary>
public sealed class StoredResultsTests
{
    [Test]
    public void Files_of_a_folder_are_joined_plain_or_compressed_each_run_once()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("a.jsonl.gz"), new[] { Records.Of(1), Records.Of(2) }.Select(RunLine.Of));
        RunFile.Write(folder.File("b.jsonl"), new[] { Records.Of(2), Records.Of(3) }.Select(RunLine.Of));
        File.WriteAllText(folder.File("README.md"), "no results");

        var stored = StoredResults.Load(folder.Folder);

        stored.Runs.Select(run => run.Recipe.Seed).Should().BeEquivalentTo(new ulong[] { 1, 2, 3 });
        stored.Notices.Should().BeEmpty();
    }

    [Test]
    public void A_torn_last_line_is_told()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.jsonl"), RunLine.Of(Records.Of(1)) + "\n{\"run\":{\"ke");

        var stored = StoredResults.Load(folder.Folder);

        stored.Runs.Should().ContainSingle();
        stored.Notices.Should().ContainSingle().Which.Should().Contain("a.jsonl");
    }

    [Test]
    public void A_folder_without_results_is_one_line()
    {
        using var folder = new TemporaryFolder();

        var loading = () => StoredResults.Load(folder.Folder);
        var missing = () => StoredResults.Load(folder.File("gone"));

        loading.Should().Throw<DataException>().WithMessage("*there are no results*");
        missing.Should().Throw<DataException>().WithMessage("*there is no such folder*");
    }

    [Test]
    public void A_loss_that_no_engine_computed_decides_nothing()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("a.jsonl"), [RunLine.Of(Records.Of(1)), RunLine.Of(Records.Of(2, loss: 4e38))]);

        FluentActions.Invoking(() => StoredResults.Load(folder.Folder))
            .Should().Throw<DataException>().WithMessage("*a.jsonl: the run *seed 2*single precision does not hold*");
    }

    [Test]
    public void Files_that_begin_with_a_dot_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("a.jsonl"), [RunLine.Of(Records.Of(1))]);
        File.WriteAllBytes(folder.File("._a.jsonl"), [0, 5, 22, 7]);
        File.WriteAllText(folder.File(".a.jsonl.gz"), "of another program");

        StoredResults.Load(folder.Folder).Runs.Should().ContainSingle();
    }

    [Test]
    public void One_file_of_results_is_read_alone()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("a.jsonl"), [RunLine.Of(Records.Of(1))]);
        RunFile.Write(folder.File("b.jsonl"), [RunLine.Of(Records.Of(2))]);

        StoredResults.Load(folder.File("b.jsonl")).Runs.Should().ContainSingle().Which.Recipe.Seed.Should().Be(2);
    }

    [Test]
    public void Another_file_for_a_folder_and_a_folder_for_a_file_are_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), string.Empty);
        Directory.CreateDirectory(folder.File("b.jsonl"));

        FluentActions.Invoking(() => StoredResults.Load(folder.File("a.csv")))
            .Should().Throw<DataException>().WithMessage("*a.csv: its name does not end as that of results does*");
        FluentActions.Invoking(() => StoredResults.Load(folder.Folder)).Should().Throw<DataException>().WithMessage("*b.jsonl*it is a folder*");
    }

    [TestCase("")]
    [TestCase("a\0b")]
    public void A_name_that_is_none_is_one_line(string name) =>
        FluentActions.Invoking(() => StoredResults.Load(name)).Should().Throw<DataException>().Which.Message.Should().NotContain("Parameter");
}
