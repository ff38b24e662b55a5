namespace Reproduction.VerifyStandInTests;

/// <summary>Which comparer is asked, when, and what its answer does.</summary>
internal sealed class ComparisonTests
{
    private static readonly StringCompare Yes = (_, _, _) => Task.FromResult(CompareResult.Equal);
    private static readonly StringCompare No = (_, _, _) => Task.FromResult(CompareResult.NotEqual());

    [Test]
    public async Task Equal_texts_are_not_given_to_a_comparer()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");

        await bench.Verify("x", s => s.UseStringComparer((_, _, _) => throw new InvalidOperationException("called")));
    }

    [Test]
    public async Task Nor_is_a_new_one()
    {
        using var bench = new Workbench();

        await Workbench.FailureOf(bench.Verify("x", s => s.UseStringComparer((_, _, _) => throw new InvalidOperationException("called"))));
    }

    [Test]
    public async Task A_comparer_gets_received_verified_and_context_in_this_order()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "old\n");
        var got = new List<string>();

        await bench.Verify("\r\nnew", s =>
        {
            s.Context["key"] = "value";
            s.UseStringComparer((received, verified, context) =>
            {
                got.AddRange([received, verified, (string)context["key"]]);
                return Task.FromResult(CompareResult.Equal);
            });
        });

        got.Should().Equal("\nnew", "old\n", "value");
    }

    [Test]
    public async Task Equal_by_comparer_leaves_the_files_as_they_are()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "1.5");

        await bench.Verify("1.500000001", s => s.UseStringComparer(Yes));

        bench.Files.Should().Equal("P.M.verified.txt");
        bench.Read("P.M.verified.txt").Should().Be("1.5");
    }

    private static IEnumerable<TestCaseData> Precedence()
    {
        // Of two comparers that disagree, the first named is the one that counts.
        yield return Row("the call's for the extension, over its general one", (s, _, c) => s.UseStringComparer(c, "txt"), (s, _, c) => s.UseStringComparer(c));
        yield return Row("the call's general one, over the registered one", (s, _, c) => s.UseStringComparer(c), (_, g, c) => g.Comparers["txt"] = c);
        yield return Row("the registered one, over the default one", (_, g, c) => g.Comparers["txt"] = c, (_, g, c) => g.DefaultComparer = c);
        yield return Row("the default one, over none", (_, g, c) => g.DefaultComparer = c, (_, _, _) => { });

        static TestCaseData Row(string name, Use first, Use second) => new TestCaseData(first, second).SetArgDisplayNames(name);
    }

    private delegate void Use(VerifySettings settings, Reproduction.VerifyStandIn.GlobalSettings global, StringCompare compare);

    [TestCaseSource(nameof(Precedence))]
    public async Task The_nearest_comparer_counts(object first, object second)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "old");

        await bench.Verify("new", Set(Yes, No));
        await Workbench.FailureOf(bench.Verify("new", Set(No, Yes)));

        Action<VerifySettings> Set(StringCompare firstAnswer, StringCompare secondAnswer) => settings =>
        {
            ((Use)first)(settings, bench.Global, firstAnswer);
            ((Use)second)(settings, bench.Global, secondAnswer);
        };
    }

    [Test]
    public async Task A_comparer_of_one_extension_does_not_see_another()
    {
        using var bench = new Workbench();
        bench.Global.Comparers["txt"] = Yes;
        bench.Approve("P.M.verified.svg", "old");

        await Workbench.FailureOf(bench.Verify([new("svg", "new")], s => s.UseStringComparer(Yes, "txt")));
    }

    [Test]
    public async Task A_result_that_nobody_made_is_not_equal()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "old");

        await Workbench.FailureOf(bench.Verify("new", s => s.UseStringComparer((_, _, _) => Task.FromResult(default(CompareResult)))));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_comparer_that_throws_is_an_error_and_nothing_is_received(bool atOnce)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "old");
        var cause = new InvalidOperationException("broken");

        var exception = await Workbench.Caught(bench.Verify("new", s => s.UseStringComparer(
            (_, _, _) => atOnce ? throw cause : Task.FromException<CompareResult>(cause))));

        exception.GetType().Should().Be<Exception>();
        exception.Message.Should().Be(
            $"Failed to compare files:\nReceivedPath: {bench.PathOf("P.M.received.txt")}\nVerifiedPath: {bench.PathOf("P.M.verified.txt")}");
        exception.InnerException.Should().BeSameAs(cause);
        bench.Files.Should().Equal("P.M.verified.txt");
    }

    [Test]
    public async Task A_name_that_is_too_long_is_not_shortened()
    {
        using var bench = new Workbench();

        var exception = await Workbench.Caught(bench.Verify("x", s => s.UseFileName(new string('x', 300))));

        exception.Message.Should().StartWith("Failed to compare files:");
        exception.InnerException.Should().BeAssignableTo<IOException>();
    }

    [Test]
    public void Results_say_what_they_are()
    {
        CompareResult.Equal.IsEqual.Should().BeTrue();
        CompareResult.NotEqual().IsEqual.Should().BeFalse();
        CompareResult.NotEqual().Message.Should().BeNull();
        CompareResult.NotEqual("why").Message.Should().Be("why");
        new CompareResult(true).IsEqual.Should().BeTrue();
        new CompareResult(false).IsEqual.Should().BeFalse();
    }
}
