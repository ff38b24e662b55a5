using System.CommandLine;
using Reproduction.Engines;
using Reproduction.Models;

namespace Reproduction.Cli.Commands;

/// <summary>The options that say what computes, for every command that trains.</summary>
internal sealed class EngineOptionSet
{
    private readonly Option<EngineKind> engine;

    private readonly Option<Numerics> numerics = new("--numerics")
    {
        Description = "Of torch: pinned: the same figures on every x86-64 processor, as far as is known; native: faster, figures of this machine",
        DefaultValueFactory = _ => Numerics.Pinned,
        HelpName = "pinned|native",
        CustomParser = argument => OptionReading.Choice<Numerics>(argument),
    };

    private readonly Option<int> parallel = new("--parallel")
    {
        Description = "Runs trained at once, one core each; the figures do not depend on it",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "n",
        CustomParser = argument => OptionReading.Number<int>(argument, value => value is >= 1 and <= 1024, "a whole number from 1 to 1024"),
    };

    /// <summary>The options, with an engine of the command's own choice as default.</summary>
    public EngineOptionSet(EngineKind standard)
    {
        engine = new("--engine")
        {
            Description = "torch: the reference; portable: this project's own, the same bits on every machine and several times faster",
            DefaultValueFactory = _ => standard,
            HelpName = "torch|portable",
            CustomParser = argument => OptionReading.Choice<EngineKind>(argument),
        };
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(parallel);
        command.Options.Add(engine);
        command.Options.Add(numerics);
    }

    /// <summary>The engine's name where one was asked for; null where the default stands.</summary>
    public string? NameIfGiven(ParseResult result) => result.GetResult(engine) is { Implicit: false } ? result.GetValue(engine).ToString().ToLowerInvariant() : null;

    /// <summary>What was asked for.</summary>
    public EngineOptions Read(ParseResult result) => new()
    {
        Engine = result.GetValue(engine),
        Numerics = result.GetValue(numerics),
        Parallelism = result.GetValue(parallel),
    };
}
