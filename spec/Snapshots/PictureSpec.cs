using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Training;

namespace Reproduction.Spec.Snapshots;

/// <summary>
/// The pictures in snapshots/ show the approved figures: they are drawn from the approved tables alone, and nothing is trained for them.
/// </summary>
[Claim("I8")]
[Claim("B1")]
[Claim("B2")]
public sealed class PictureSpec
{
    [TestCaseSource(typeof(SnapshotCatalogue), nameof(SnapshotCatalogue.Pictures))]
    public Task A_picture_shows_the_approved_figures(PictureSnapshot picture)
    {
        var published = Published.Load();
        var curves = LearningCurves.Of([.. picture.Histories.Select(History)], published);
        var subtitle = curves.Any(curve => curve.IsPublished)
            ? "solid lines: approved; dashed lines with hollow markers: the figures that the notebook published"
            : "approved figures; the notebook published none of these runs";
        return Verify(LearningCurves.Svg(picture.Title, subtitle, curves), "svg").UseFileName(picture.Name);
    }

    [Test]
    public void The_page_that_shows_them_is_in_step()
    {
        var (page, received) = (Path.Combine(SnapshotCatalogue.Folder, "README.md"), Path.Combine(SnapshotCatalogue.Folder, "README.received.md"));
        var expected = Page();
        File.Delete(received);
        if (!File.Exists(page) || File.ReadAllText(page) != expected)
        {
            File.WriteAllText(received, expected);
        }

        File.Exists(received).Should().BeFalse(
            "snapshots/README.md has to show the approved figures; what it should say is in README.received.md\n{0}",
            Commands.Of(TestContext.CurrentContext.Test));
    }

    [Test]
    public void No_file_in_the_folder_is_without_a_spec()
    {
        var expected = SnapshotCatalogue.Files.Append("README.md");
        var present = Directory.GetFiles(SnapshotCatalogue.Folder)
            .Select(file => Path.GetFileName(file)!)
            .Where(file => !file.StartsWith('.') && !file.Contains(".received.", StringComparison.Ordinal));

        present.Except(expected, StringComparer.Ordinal)
            .Should().BeEmpty("a snapshot that no spec uses is out of date: remove it, or list it in SnapshotCatalogue");
    }

    /// <summary>The approved run as far as its table tells it: what the picture needs and no more.</summary>
    private static TrainingHistory History(HistorySnapshot snapshot)
    {
        var path = Path.Combine(SnapshotCatalogue.Folder, $"{snapshot.Name}.verified.txt");
        var approved = File.Exists(path) ? ApprovedHistory.Read(File.ReadAllText(path)) : null;
        approved.Should().NotBeNull("{0} has to be approved before its picture can be drawn", snapshot.Name);
        return new(snapshot.Recipe, snapshot.Dataset, "approved", approved!.Rows, Test: null, string.Empty, TimeSpan.Zero);
    }

    private static string Page()
    {
        var published = Published.Load();
        var text = new StringBuilder(
            "# Approved histories\n\nGenerated from the approved tables in this folder by the specs (`make approve`); not to be edited by hand.\n");
        foreach (var picture in SnapshotCatalogue.Pictures)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {picture.Title}\n\n![{picture.Title}]({picture.Name}.verified.svg)\n\n")
                .Append(Comparison.Of([.. picture.Histories.Select(History)], published).ToMarkdown())
                .Append("\nTables: ")
                .AppendJoin(", ", picture.Histories.Select(history => $"[{history.Name}]({history.Name}.verified.txt)"))
                .Append(".\n");
        }

        return text.ToString();
    }
}
