using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>Shows what the specs received, says how much it differs, and makes it the approved text.</summary>
internal sealed class ApproveCommand : Command, IHasExamples
{
    private readonly Argument<string?> name = new("name")
    {
        Description = "Which: a snapshot's name, with * for any text, such as mnist-bn-*; all without it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be approved, and approve nothing" };

    private readonly Option<string> checkout = new Option<string>("--checkout")
    {
        Description = "Folder of the checkout",
        DefaultValueFactory = _ => ".",
        HelpName = "folder",
    }.ForFolder();

    public ApproveCommand(CommandContext context)
        : base("approve", "Shows what the specs received, judges it and approves it (for maintainers; never where CI is set).")
    {
        Arguments.Add(name);
        Options.Add(dryRun);
        Options.Add(checkout);
        SetAction(result => new Approval(context, result.GetValue(checkout)!).Run(result.GetValue(name), result.GetValue(dryRun)));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("approve --dry-run", "show what the specs received"),
        ("approve 'mnist-bn-*'", "approve what begins so"),
    ];
}
