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
        missing.Should().Throw<DataException>().WithMessage("*there are no results*");
    }
}
