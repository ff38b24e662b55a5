using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Reproduction.Cli;

/// <summary>A command whose help ends in examples.</summary>
internal interface IHasExamples
{
    /// <summary>Arguments of the program, each with a few words on what they do.</summary>
    IReadOnlyList<(string Arguments, string Meaning)> Examples { get; }
}

/// <summary>The option library's help, as wide as the terminal, and the command's examples after it.</summary>
internal sealed class HelpWithExamples(HelpAction standard, int width) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Puts it in place of a command's help, and of its subcommands'.</summary>
    public static void AddTo(Command root, int width)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!, width);
    }

    public override int Invoke(ParseResult parseResult)
    {
        standard.MaxWidth = width;
        var exitCode = standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IHasExamples command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (arguments, meaning) in command.Examples)
            {
                output.WriteLine($"  reproduce {arguments}".TrimEnd());
                output.WriteLine($"      {meaning}");
            }

            output.WriteLine();
        }

        return exitCode;
    }
}
