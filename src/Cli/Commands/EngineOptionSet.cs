using System.CommandLine;
using System.CommandLine.Parsing;
using Reproduction.Engines;
using Reproduction.Models;

namespace Reproduction.Cli.Commands;

/// <summary>The options that say what computes, for every command that trains.</summary>
internal sealed class EngineOptionSet
{
    private readonly EngineKind standard;
    private readonly DefaultedOption<EngineKind> engine;

    private readonly DefaultedOption<Numerics> numerics = new(
        "--numerics",
        Numerics.Pinned,
        "pinned",
        "Of torch: pinned: the same figures on every x86-64 processor, as far as is known; native: faster, figures of this machine")
    {
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
        this.standard = standard;
        engine = new(
            "--engine",
            standard,
            standard == EngineKind.Torch ? "torch" : "portable",
            "torch: the reference; portable: this project's own, the same bits on every machine and several times faster")
        {
            HelpName = "torch|portable",
            CustomParser = argument => OptionReading.Choice<EngineKind>(argument),
        };
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(numerics) is { } given && !given.Errors.Any() && result.GetResult(engine)?.Errors.Any() != true
                && EngineOf(result) == EngineKind.Portable)
            {
                result.AddError("--numerics is torch's and has no effect with --engine portable; leave it out, or choose --engine torch.");
            }
        });
    }

    /// <summary>The engine's name where one was asked for; null where the default stands.</summary>
    public string? NameIfGiven(ParseResult result) =>
        result.GetResult(engine) is not null ? result.GetValue(engine).ToString().ToLowerInvariant() : null;

    /// <summary>The options themselves, for commands that may not need an engine.</summary>
    public IEnumerable<Option> All => [parallel, engine, numerics];

    /// <summary>What was asked for.</summary>
    public EngineOptions Read(ParseResult result) => new()
    {
        Kind = engine.Of(result),
        Numerics = numerics.Of(result),
        Parallelism = result.GetValue(parallel),
    };

    private EngineKind EngineOf(SymbolResult result) => result.GetResult(engine) is { } given ? given.GetValueOrDefault<EngineKind>() : standard;
}
