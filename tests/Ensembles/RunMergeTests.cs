using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class RunMergeTests
{
    private static IEnumerable<string> Merge(params RunRecord[][] files) =>
        RunMerge.Merge(files.Select((runs, i) => ($"file{i + 1}", runs.ToImmutableArray()))).Select(RunLine.Of);

    [Test]
    public void The_outcome_does_not_depend_on_the_order_of_files_or_lines()
    {
        var slow = Records.Of(2) with { WallTime = TimeSpan.FromHours(9) };
        var merged = Merge([Records.Of(1), Records.Of(2)], [slow, Records.Of(3)]).ToList();

        Merge([Records.Of(3), slow], [Records.Of(2), Records.Of(1)]).Should().Equal(merged);
        merged.Should().HaveCount(3);
        Merge([.. merged.Select(line => RunLine.Parse(System.Text.Encoding.UTF8.GetBytes(line)))])
            .Should().Equal(merged, "merging twice changes nothing");
    }

    [Test]
    public void Runs_are_sorted_by_what_they_are_and_numbers_as_numbers()
    {
        TrainingRecipe recipe = new();
        var plain = recipe with { Network = recipe.Network with { BatchNormalization = null } };
        RunRecord[] sorted =
        [
            Records.Of(2, recipe: recipe with { BatchSize = 4 }),
            Records.Of(10, recipe: recipe with { BatchSize = 4 }),
            Records.Of(1, recipe: recipe with { BatchSize = 32, LearningRate = 0.003 }),
            Records.Of(1, recipe: recipe with { BatchSize = 32, LearningRate = 0.02 }),
            Records.Of(1, recipe: recipe with { BatchSize = 32, LearningRate = 0.02, InitialScale = 3 }),
            Records.Of(1, recipe: plain),
            Records.Of(1) with { Engine = "z" },
        ];

        Merge([.. sorted.Reverse()]).Should().Equal(sorted.Select(RunLine.Of));
    }

    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return new TestCaseData(Records.Of() with { ParametersSha256 = new('c', 64) }, "hashes are bbbbbbbbbbbb... and cccccccccccc...")
            .SetArgDisplayNames("hash");
        yield return new TestCaseData(Records.Of(loss: 0.25), "the figures do not").SetArgDisplayNames("history");
        yield return new TestCaseData(Records.Of() with { Test = null }, "the figures do not").SetArgDisplayNames("test");
        yield return new TestCaseData(Records.Of(failure: "diverged at step 3"), "the other failed (diverged at step 3)")
            .SetArgDisplayNames("failure");
    }

    [TestCaseSource(nameof(Contradictions))]
    public void A_contradiction_is_refused_and_names_files_and_run(RunRecord other, string difference)
    {
        var merge = () => Merge([Records.Of(2), Records.Of()], [other]).ToList();

        merge.Should().Throw<DataException>().Which.Message.Should()
            .StartWith(
                "file1 and file2 contradict each other about the run BN, batch 32, learning rate 0.01, initial scale 1, "
                    + "2 epochs, seed 1 (sample, torch): ")
            .And.Contain(difference).And.NotContain("\n");
    }

    /// <summary>
    /// Older lines lack the figures of inference mode, or the wrong images or recomputed statistics among them: the line that says most is kept,
    /// whichever comes first.
    /// </summary>
    [Test]
    public void Of_lines_that_agree_in_what_both_say_the_one_that_says_most_is_kept()
    {
        var old = Records.Of();
        var newer = old with { Inference = new(0.25, 0.9, 90, 8, 14) };
        var newest = newer with { Inference = newer.Inference with { ValidationCorrect = 8, Wrong = new([1, 2, 3, 4], [5, 9]) } };
        var all = newest with { Inference = newest.Inference with { Recomputed = new(0.5, 0.75) } };

        foreach (var files in new[] { new[] { old, newer, newest, all }, [all, newest, newer, old], [newer, newest, all, old] })
        {
            Merge([.. files.Select(run => new[] { run })]).Should().Equal(RunLine.Of(all));
        }

        FluentActions.Invoking(() => Merge([newest], [newer with { Inference = newer.Inference! with { TrainingCorrect = 91 } }]).ToList())
            .Should().Throw<DataException>();
        FluentActions.Invoking(() =>
            Merge([newest], [newest with { Inference = newest.Inference with { Wrong = new([1, 2, 3, 5], [5, 9]) } }]).ToList())
                .Should().Throw<DataException>();
        FluentActions.Invoking(() =>
            Merge([all], [all with { Inference = all.Inference with { Recomputed = new(0.5, 0.5) } }]).ToList()).Should().Throw<DataException>();
    }

    [Test]
    public void A_file_may_contradict_itself()
    {
        var merge = () => Merge([Records.Of(), Records.Of(loss: 0.25)]).ToList();

        merge.Should().Throw<DataException>().WithMessage("file1 contradicts itself*");
    }
}
