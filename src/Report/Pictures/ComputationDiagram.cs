using System.Globalization;
using System.Text;
using OxyPlot;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>The computation of batch normalization with its shapes: arrays as grids, one column of them one feature.</summary>
internal static class ComputationDiagram
{
    private const int Width = 860;
    private const int Height = 390;
    private const int NarrowWidth = 388;
    private const int Cell = 18;
    private const int Rows = 8;
    private const int Columns = 4;
    private const int GridWidth = Columns * Cell;
    private const int Top = 66;

    private const string Description = "From the batch x, n by m, the mean and the variance of each column, m numbers each; "
        + "x minus mean, divided by the "
        + "root of variance plus epsilon, is x-hat, n by m; times gamma plus beta it is y. "
        + "Moving mean and moving variance follow the batch's statistics in training and replace them in inference.";

    private static readonly string Ink = Palette.Themed(Palette.Ink);
    private static readonly string Surface = Palette.Themed(Palette.Surface);

    /// <summary>The file; lines end in \n.</summary>
    public static string Svg()
    {
        var svg = new StringBuilder();
        AppendArrowhead(svg);

        const int X = 40, Statistics = 216, Normalized = 420, Learned = 590, Y = 750;
        const int Middle = Top + (Rows * Cell / 2), Bottom = Top + (Rows * Cell);
        Array(svg, X, Top, Rows, Palette.Of(0), "x", "n × m");
        Array(svg, Statistics, Top + 24, 1, Palette.Of(1), "mean μ", "m");
        Array(svg, Statistics, Top + 104, 1, Palette.Of(1), "variance σ²", "m");
        Array(svg, Normalized, Top, Rows, Palette.Of(0), "x̂", "n × m");
        Array(svg, Learned, Top + 24, 1, Palette.Of(2), "scale γ", "m", shapeBeside: true);
        Array(svg, Learned, Top + 104, 1, Palette.Of(2), "shift β", "m", shapeBeside: true);
        Array(svg, Y, Top, Rows, Palette.Of(0), "y", "n × m");

        Arrow(svg, $"M{X + GridWidth + 6},{Middle - 20}L{Statistics - 8},{Top + 33}");
        Arrow(svg, $"M{X + GridWidth + 6},{Middle + 20}L{Statistics - 8},{Top + 113}");
        Arrow(svg, $"M{Statistics + GridWidth + 6},{Top + 33}L{Normalized - 8},{Middle - 20}");
        Arrow(svg, $"M{Statistics + GridWidth + 6},{Top + 113}L{Normalized - 8},{Middle + 20}");
        Arrow(svg, $"M{X + 20},{Top - 26}V{Top - 46}H{Normalized + 20}V{Top - 24}");
        Arrow(svg, $"M{Normalized + GridWidth + 6},{Middle}H{Y - 8}");
        Arrow(svg, $"M{Learned + GridWidth - 9},{Top + 44}V{Middle - 3}");
        Arrow(svg, $"M{Learned + GridWidth - 9},{Top + 102}V{Middle + 3}");

        const int Moving = 330;
        Array(svg, Statistics - 44, Moving, 1, Palette.Of(3), "moving mean", "m");
        Array(svg, Statistics + 64, Moving, 1, Palette.Of(3), "moving variance", "m");
        Arrow(svg, $"M{Statistics + (GridWidth / 2)},{Top + 142}V{Moving - 26}", dashed: true);
        Arrow(svg, $"M{Statistics + 64 + GridWidth + 6},{Moving + 9}H{Normalized + (GridWidth / 2)}V{Bottom + 58}", dashed: true);

        Text(svg, Normalized + (GridWidth / 2), Bottom + 46, "x̂ = (x − μ) / √(σ² + ε)", "middle");
        Text(svg, Y + (GridWidth / 2), Bottom + 46, "y = γ x̂ + β", "middle");
        Text(svg, X - 16, Bottom + 46, "one row: one of n examples", "start");
        Text(svg, X - 16, Bottom + 64, "one column: one of m features", "start");
        Text(svg, Statistics + (GridWidth / 2) + 10, Moving - 44, "in training: follow the batch", "start");
        Text(svg, Normalized + (GridWidth / 2) + 12, Moving + 14, "in inference: used in place of μ and σ²", "start");
        Text(svg, Learned - 30, Bottom + 66, "γ and β are learned by gradient descent", "start");
        return StandalonePicture.Document(svg.ToString(), Width, Height, Description, Theme.Reader);
    }

    /// <summary>The same from top to bottom, for telephones.</summary>
    public static string NarrowSvg()
    {
        const int Left = 38, Right = 204, Middle = Left + (GridWidth / 2), Edge = Left + GridWidth + 8, RightEdge = Right + GridWidth + 6;
        const int X = 60, Normalized = 300, Y = 540, Moving = 776;
        var svg = new StringBuilder();
        AppendArrowhead(svg);
        Text(svg, 16, 24, "each row one of n examples, each column one of m features", "start", small: true);
        Array(svg, Left, X, Rows, Palette.Of(0), "x", "n × m");
        Array(svg, Right, X + 24, 1, Palette.Of(1), "mean μ", "m");
        Array(svg, Right, X + 100, 1, Palette.Of(1), "variance σ²", "m");
        Array(svg, Left, Normalized, Rows, Palette.Of(0), "x̂", "n × m");
        Array(svg, Right, Y + 20, 1, Palette.Of(2), "scale γ", "m", shapeBeside: true);
        Array(svg, Right, Y + 96, 1, Palette.Of(2), "shift β", "m", shapeBeside: true);
        Array(svg, Left, Y, Rows, Palette.Of(0), "y", "n × m");
        Array(svg, Left + 30, Moving, 1, Palette.Of(3), "moving mean", "m");
        Array(svg, Right, Moving, 1, Palette.Of(3), "moving variance", "m");

        Arrow(svg, $"M{Edge},{X + 52}L{Right - 8},{X + 33}");
        Arrow(svg, $"M{Edge},{X + 92}L{Right - 8},{X + 109}");
        Arrow(svg, $"M{RightEdge},{X + 33}H318V{Normalized + 60}H{Edge}");
        Arrow(svg, $"M{RightEdge},{X + 109}H300V{Normalized + 40}H{Edge}");
        Arrow(svg, $"M{Middle},{X + 170}V{Normalized - 8}");
        Arrow(svg, $"M{Middle},{Normalized + 170}V{Y - 8}");
        Arrow(svg, $"M{Right - 8},{Y + 29}H{Edge}");
        Arrow(svg, $"M{Right - 8},{Y + 105}H{Edge}");
        Arrow(svg, $"M{Right + (GridWidth / 2)},{X + 142}V{X + 160}H356V{Moving + 9}H{RightEdge}", dashed: true);
        Arrow(svg, $"M{Left + 22},{Moving + 9}H14V{Normalized + 80}H{Left - 6}", dashed: true);

        Text(svg, Edge + 6, Normalized + 96, "x̂ = (x − μ) / √(σ² + ε)", "start");
        Text(svg, Edge + 6, Y + 72, "y = γ x̂ + β", "start");
        Text(svg, Edge + 6, Y + 158, "γ and β are learned by gradient descent", "start", small: true);
        Text(svg, 16, Moving + 62, "In training the moving statistics follow the batch's;", "start");
        Text(svg, 16, Moving + 82, "in inference they take the place of μ and σ².", "start");
        return StandalonePicture.Document(svg.ToString(), NarrowWidth, Moving + 98, Description, Theme.Reader);
    }

    private static void AppendArrowhead(StringBuilder svg) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path "
            + $"d=\"M0,0.5L7.5,4L0,7.5z\" fill=\"{Ink}\"/></marker></defs>\n");

    /// <summary>An array of the given number of rows; the second column is emphasized, so that the eye can follow one feature.</summary>
    private static void Array(StringBuilder svg, int x, int y, int rows, OxyColor color, string name, string shape, bool shapeBeside = false)
    {
        Text(svg, x, y - 9, name, "start", bold: true);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect x=\"{x + (column * Cell)}\" y=\"{y + (row * Cell)}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"{Palette.Themed(color)}\" "
                        + $"fill-opacity=\"{(column == 1 ? "0.75" : "0.22")}\" stroke=\"{Surface}\"/>");
            }
        }

        svg.Append('\n');
        var (shapeX, shapeY) = shapeBeside ? (x + GridWidth + 12, y + 13) : (x + (GridWidth / 2), y + (rows * Cell) + 17);
        Text(svg, shapeX, shapeY, shape, "middle", small: true);
    }

    private static void Arrow(StringBuilder svg, FormattableString path, bool dashed = false) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<path d=\"{path.ToString(CultureInfo.InvariantCulture)}\" fill=\"none\" stroke=\"{Ink}\" "
            + $"stroke-width=\"1.4\"{(dashed ? " stroke-dasharray=\"5,4\"" : string.Empty)} marker-end=\"url(#tip)\"/>\n");

    private static void Text(StringBuilder svg, int x, int y, string text, string anchor, bool bold = false, bool small = false) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{(small ? 12 : 14)}\"{(bold ? " font-weight=\"bold\"" : string.Empty)} "
            + $"fill=\"{Ink}\">{Markup.Escape(text)}</text>\n");
}
