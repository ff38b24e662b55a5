using System.Collections.Immutable;

namespace Reproduction.Report.Page;

/// <summary>A part of the report, before it is known whether it becomes HTML or Markdown.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Text">What it shows and how to read it, or, where data are missing, that they are.</param>
internal sealed record Section(string Id, string Heading, string Text)
{
    /// <summary>The ids of the claims that it bears on.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>Its charts.</summary>
    public ImmutableArray<Figure> Figures { get; init; } = [];

    /// <summary>Its tables.</summary>
    public ImmutableArray<CaptionedTable> Tables { get; init; } = [];

    /// <summary>The command that repeats it; null where none was given.</summary>
    public string? Command { get; init; }
}

/// <summary>Charts that share a caption and a legend.</summary>
/// <param name="Caption">What they show.</param>
/// <param name="Legend">What their lines and marks mean.</param>
/// <param name="Panels">The charts.</param>
internal sealed record Figure(string Caption, ImmutableArray<LegendEntry> Legend, ImmutableArray<Panel> Panels);

/// <summary>A chart.</summary>
/// <param name="Title">What is drawn, with its unit.</param>
/// <param name="Svg">The drawing, an svg element with a description for those who do not see it.</param>
internal sealed record Panel(string Title, string Svg);

/// <summary>A line of a legend.</summary>
/// <param name="Sample">A small svg element that shows the mark.</param>
/// <param name="Label">What it means.</param>
internal sealed record LegendEntry(string Sample, string Label);

/// <summary>A table with its caption.</summary>
/// <param name="Caption">What it lists.</param>
/// <param name="Table">Its cells.</param>
internal sealed record CaptionedTable(string Caption, Table Table);
