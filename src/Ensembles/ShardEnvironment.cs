using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>The part that a scheduler gave this process, from the environment variables in which it says so.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Slurm job arrays: SLURM_ARRAY_TASK_ID, with SLURM_ARRAY_TASK_COUNT, _MIN, _MAX and, where it is set, _STEP, all set by Slurm. The array
/// has to be regular (<c>0-7</c>, <c>1-9:2</c>): from a list such as <c>1,2,7</c> no task knows its place.</item>
/// <item>Kubernetes indexed jobs: JOB_COMPLETION_INDEX, from 0, set by Kubernetes, and JOB_COMPLETIONS, to be set in the pod's template to the value
/// of the job's <c>completions</c>.</item>
/// <item>GitHub Actions matrices: STRATEGY_JOB_INDEX, from 0, and STRATEGY_JOB_TOTAL, to be set in the workflow from <c>strategy.job-index</c>
/// and <c>strategy.job-total</c>.</item>
/// </list>
/// They are read only when <c>--shard auto</c> asks for it: a command that somebody tries out inside a job must not quietly train a part.
/// </remarks>
public static class ShardEnvironment
{
    private const string Slurm = "SLURM_ARRAY_TASK_";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";
    private const string GitHubIndex = "STRATEGY_JOB_INDEX";

    /// <summary>This process's part.</summary>
    /// <param name="variable">Gives an environment variable's value, or null.</param>
    /// <exception cref="InvalidConfigurationException">No scheduler's variables are set, or those of two, or they make no part.</exception>
    public static Shard Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var present = new[] { Slurm + "ID", KubernetesIndex, GitHubIndex }.Where(name => !string.IsNullOrEmpty(variable(name))).ToList();
        return present switch
        {
            [Slurm + "ID"] => FromSlurm(variable),
            [KubernetesIndex] => FromZero(variable, KubernetesIndex, "JOB_COMPLETIONS"),
            [GitHubIndex] => FromZero(variable, GitHubIndex, "STRATEGY_JOB_TOTAL"),
            [] => throw new InvalidConfigurationException(
                $"--shard auto found none of {Slurm}ID (Slurm), {KubernetesIndex} (Kubernetes) and {GitHubIndex} (GitHub Actions) in the environment; give --shard n/count."),
            _ => throw new InvalidConfigurationException($"--shard auto found {string.Join(" and ", present)} in the environment, and cannot choose; give --shard n/count."),
        };
    }

    private static Shard FromSlurm(Func<string, string?> variable)
    {
        var (id, count, minimum, maximum) = (Number(variable, Slurm + "ID"), Number(variable, Slurm + "COUNT"), Number(variable, Slurm + "MIN"), Number(variable, Slurm + "MAX"));
        var step = string.IsNullOrEmpty(variable(Slurm + "STEP")) ? 1 : Number(variable, Slurm + "STEP");
        var isRegular = step >= 1 && id >= minimum && id <= maximum && (id - minimum) % step == 0 && ((maximum - minimum) / step) + 1 == count;
        return isRegular
            ? Checked(((id - minimum) / step) + 1, count, Slurm + "ID")
            : throw new InvalidConfigurationException(FormattableString.Invariant(
                $"--shard auto: task {id} of {count}, from {minimum} to {maximum} in steps of {step}, is no part of a regular Slurm array; use one such as 0-7, or give --shard n/count."));
    }

    private static Shard FromZero(Func<string, string?> variable, string index, string count) =>
        Checked(Number(variable, index) + 1L, Number(variable, count), index);

    private static Shard Checked(long number, long count, string name) =>
        number >= 1 && number <= count && count <= Shard.MaximumCount
            ? new((int)number, (int)count)
            : throw new InvalidConfigurationException(FormattableString.Invariant($"--shard auto: {name} makes part {number} of {count}, which does not exist; give --shard n/count."));

    private static int Number(Func<string, string?> variable, string name) => Shard.TryRead(variable(name), out var value)
        ? value
        : throw new InvalidConfigurationException($"--shard auto needs {name} as a whole number from 0 on; received '{variable(name)}'. Set it, or give --shard n/count.");
}
