using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class ShardTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(80)]
    [TestCase(100)]
    public void The_parts_are_disjoint_and_together_the_grid(int count)
    {
        var grid = Grid.Notebook().Expand().Recipes;

        var parts = Enumerable.Range(1, count).Select(number => new Shard(number, count).Of(grid)).ToList();

        parts.SelectMany(part => part).Should().BeEquivalentTo(grid).And.HaveCount(grid.Length);
        (parts.Max(part => part.Length) - parts.Min(part => part.Length)).Should().BeLessThanOrEqualTo(1);
    }

    [Test]
    public void The_parts_take_about_the_same_time()
    {
        var grid = Grid.Notebook().Expand().Recipes;
        var costs = Enumerable.Range(1, 4).Select(number => new Shard(number, 4).Of(grid).Sum(RunCost.Of)).ToList();

        (costs.Max() / costs.Min()).Should().BeLessThan(1.05);
    }

    /// <summary>By position alone the first part would get both long runs. The first part has the longest run of all.</summary>
    [Test]
    public void Long_and_short_runs_are_dealt_in_turn_from_the_longest_on()
    {
        TrainingRecipe Run(int epochs) => new() { Epochs = epochs };
        TrainingRecipe[] grid = [Run(40), Run(1), Run(39), Run(2)];

        new Shard(1, 2).Of(grid).Should().Equal(Run(40), Run(2));
        new Shard(2, 2).Of(grid).Should().Equal(Run(1), Run(39));
    }

    [TestCase("1/1", 1, 1)]
    [TestCase("2/5", 2, 5)]
    public void A_part_is_read(string text, int number, int count) => Shard.Parse(text).Should().Be(new Shard(number, count));

    [TestCase("")]
    [TestCase("2")]
    [TestCase("0/5")]
    [TestCase("6/5")]
    [TestCase("-1/5")]
    [TestCase("1/0")]
    [TestCase("1/2/3")]
    [TestCase("1/100001")]
    [TestCase(" 1/2")]
    [TestCase("one/two")]
    [TestCase("AUTO")]
    public void What_is_no_part_is_refused(string text) =>
        FluentActions.Invoking(() => Shard.Parse(text))
            .Should().Throw<InvalidConfigurationException>().WithMessage($"--shard takes n/count*received '{text}'.");

    private static Shard FromEnvironment(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return ShardEnvironment.Read(name => values.GetValueOrDefault(name));
    }

    [TestCase("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 SHARD_COUNT=4", 1, 4)]
    [TestCase("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5 SHARD_COUNT=8", 6, 8)]
    [TestCase("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=3", 1, 3)]
    [TestCase("JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=3", 3, 3)]
    [TestCase("STRATEGY_JOB_INDEX=1 STRATEGY_JOB_TOTAL=2", 2, 2)]
    public void Schedulers_say_which_part(string variables, int number, int count) =>
        FromEnvironment(variables).Should().Be(new Shard(number, count));

    [TestCase("", "none of SLURM_ARRAY_TASK_ID (Slurm), JOB_COMPLETION_INDEX (Kubernetes) and STRATEGY_JOB_INDEX (GitHub Actions)")]
    [TestCase(
        "JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=1 STRATEGY_JOB_INDEX=0 STRATEGY_JOB_TOTAL=1",
        "JOB_COMPLETION_INDEX and STRATEGY_JOB_INDEX in the environment, and cannot choose")]
    [TestCase("JOB_COMPLETION_INDEX=0", "needs JOB_COMPLETIONS as a whole number from 0 on; received ''")]
    [TestCase("JOB_COMPLETION_INDEX=x JOB_COMPLETIONS=3", "needs JOB_COMPLETION_INDEX")]
    [TestCase("JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=3", "part 4 of 3")]
    [TestCase("STRATEGY_JOB_INDEX=2147483647 STRATEGY_JOB_TOTAL=3", "part 2147483648 of 3")]
    [TestCase(
        "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5",
        "needs SHARD_COUNT as a whole number from 0 on; received ''")]
    [TestCase("SLURM_ARRAY_TASK_ID=8 SHARD_COUNT=8", "part 9 of 8")]
    public void What_makes_no_part_is_refused(string variables, string expected) =>
        FluentActions.Invoking(() => FromEnvironment(variables))
            .Should().Throw<InvalidConfigurationException>().Which.Message.Should().StartWith("--shard auto").And.Contain(expected);
}
