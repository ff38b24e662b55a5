namespace Reproduction.Tests;

/// <summary>
/// The lists of what <c>make mutate</c> and <c>make planted</c> plant: both take long and run seldom, and are not to find out then that a source has
/// moved on.
/// </summary>
public sealed class PlantedFaultsTests
{
    private static IEnumerable<TestCaseData> Faults() =>
        from list in new[] { "build/mutants.txt", "build/regressions.txt" }
        from fault in File.ReadLines(Path.Combine(Checkout.Folder, list)).Where(line => line.Length > 0 && line[0] != '#').Chunk(4)
        select new TestCaseData(fault).SetArgDisplayNames(Path.GetFileName(list), fault[0]);

    [TestCaseSource(nameof(Faults))]
    public void A_fault_has_its_place_in_the_sources_and_changes_it(params string[] fault)
    {
        fault.Should().HaveCount(4, "a fault is a name, a file, what stands there and what is planted");
        var (file, search, replace) = (fault[1], fault[2], fault[3]);

        File.ReadAllText(Path.Combine(Checkout.Folder, file)).Should().Contain(search);
        replace.Should().NotBe(search);
    }

    private static IEnumerable<TestCaseData> Survivors() =>
        from survivor in File.ReadLines(Path.Combine(Checkout.Folder, "build/survivors.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Chunk(4)
        select new TestCaseData(survivor).SetArgDisplayNames(survivor);

    [TestCaseSource(nameof(Survivors))]
    public void What_is_said_of_a_survivor_is_said_of_a_line_of_the_sources(params string[] survivor)
    {
        survivor.Should().HaveCount(4, "a survivor is a file, a line, what stands in place of the mutated part, and a reason");
        var (file, line) = (survivor[0], survivor[1]);

        File.ReadLines(Path.Combine(Checkout.Folder, file)).Select(one => string.Join(' ', one.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Should().Contain(line);
    }
}
