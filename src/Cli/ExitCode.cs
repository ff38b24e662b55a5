namespace Reproduction.Cli;

/// <summary>What the program tells whoever called it.</summary>
internal static class ExitCode
{
    /// <summary>Every run finished and everything was written.</summary>
    public const int Success = 0;

    /// <summary>A run failed, or something outside the command line did.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be followed.</summary>
    public const int InvalidOptions = 2;

    /// <summary>Stopped by Ctrl-C or by a request to terminate: 128 plus SIGINT, as shells count.</summary>
    public const int Cancelled = 130;
}
