using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A verification that has not begun: it does when it is awaited, or converted to a <see cref="Task"/>.</summary>
public sealed class SettingsTask
{
    private readonly Func<string?, Task<VerifyResult>> verify;
    private string? fileName;
    private Task<VerifyResult>? task;

    internal SettingsTask(Func<string?, Task<VerifyResult>> verify) => this.verify = verify;

    /// <summary>Sets the name of the files, without <c>.verified.txt</c>.</summary>
    public SettingsTask UseFileName(string fileName)
    {
        this.fileName = fileName;
        return this;
    }

    /// <summary>Begins the verification, the first time; returns the same task from then on.</summary>
    public Task<VerifyResult> ToTask() => task ??= verify(fileName);

    /// <inheritdoc cref="ToTask"/>
    public static implicit operator Task<VerifyResult>(SettingsTask settingsTask)
    {
        ArgumentNullException.ThrowIfNull(settingsTask);
        return settingsTask.ToTask();
    }

    /// <inheritdoc cref="ToTask"/>
    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();
}

/// <summary>A verification that passed.</summary>
public sealed class VerifyResult
{
    internal VerifyResult()
    {
    }
}
