using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>The part that a scheduler gave this process, from the environment variables in which it says so.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Slurm job arrays: SLURM_ARRAY_TASK_ID, set by Slurm, from 0, and SHARD_COUNT, to be set by the batch script to the number of parts. Slurm's
/// own SLURM_ARRAY_TASK_COUNT is the number of tasks of one submission: of an array of which one task is submitted again it is 1, and that task
/// would take the whole grid for its part. So the parts are counted where they are fixed.</item>
/// <item>Kubernetes indexed jobs: JOB_COMPLETION_INDEX, from 0, set by Kubernetes, and JOB_COMPLETIONS, to be set in the pod's template to the value
/// of the job's <c>completions</c>.</item>
/// <item>GitHub Actions matrices: STRATEGY_JOB_INDEX, from 0, and STRATEGY_JOB_TOTAL, to be set in the workflow from <c>strategy.job-index</c>
/// and <c>strategy.job-total</c>.</item>
/// </list>
/// They are read only when <c>--shard auto</c> asks for it: a command that somebody tries out inside a job must not quietly train a part.
/// </remarks>
public static class ShardEnvironment
{
    private const string SlurmIndex = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";
    private const string GitHubIndex = "STRATEGY_JOB_INDEX";

    /// <summary>This process's part.</summary>
    /// <param name="variable">Gives an environment variable's value, or null.</param>
    /// <exception cref="InvalidConfigurationException">No scheduler's variables are set, or those of two, or they make no part.</exception>
    public static Shard Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var present = new[] { SlurmIndex, KubernetesIndex, GitHubIndex }.Where(name => !string.IsNullOrEmpty(variable(name))).ToList();
        return present switch
        {
            [SlurmIndex] => FromZero(variable, SlurmIndex, "SHARD_COUNT"),
            [KubernetesIndex] => FromZero(variable, KubernetesIndex, "JOB_COMPLETIONS"),
            [GitHubIndex] => FromZero(variable, GitHubIndex, "STRATEGY_JOB_TOTAL"),
            [] => throw new InvalidConfigurationException(
                $"--shard auto found none of {SlurmIndex} (Slurm), {KubernetesIndex} (Kubernetes) and {GitHubIndex} (GitHub Actions) in the "
                    + $"environment; give --shard n/count."),
            _ =>
                throw new InvalidConfigurationException(
                    $"--shard auto found {string.Join(" and ", present)} in the environment, and cannot choose; give --shard n/count."),
        };
    }

    private static Shard FromZero(Func<string, string?> variable, string index, string count) =>
        Checked(Number(variable, index) + 1L, Number(variable, count), index);

    private static Shard Checked(long number, long count, string name) =>
        number >= 1 && number <= count && count <= Shard.MaximumCount
            ? new((int)number, (int)count)
            : throw new InvalidConfigurationException(
                FormattableString.Invariant($"--shard auto: {name} makes part {number} of {count}, which does not exist; give --shard n/count."));

    private static int Number(Func<string, string?> variable, string name) => Shard.TryRead(variable(name), out var value)
        ? value
        : throw new InvalidConfigurationException(
            $"--shard auto needs {name} as a whole number from 0 on; received '{variable(name)}'. Set it, or give --shard n/count.");
}
