namespace Reproduction.VerifyStandInTests;

/// <summary>The text of a failure, to the letter.</summary>
internal sealed class FailureMessageTests
{
    [Test]
    public async Task All_there_can_be()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "same");
        bench.Approve("P.M.verified.svg", "<old/>");
        bench.Approve("P.M.verified.json", "{}");

        var message = await Workbench.FailureOf(bench.Verify([new("txt", "same"), new("csv", "a,b"), new("svg", "<new/>")]));

        message.Should().Be($$"""
            Directory: {{bench.Folder}}
            New:
              - Received: P.M.received.csv
                Verified: P.M.verified.csv
            NotEqual:
              - Received: P.M.received.svg
                Verified: P.M.verified.svg
            Delete:
              - P.M.verified.json
            Equal:
              - Received: P.M.received.txt
                Verified: P.M.verified.txt

            FileContent:

            New:

            Received: P.M.received.csv
            a,b

            NotEqual:

            Received: P.M.received.svg
            <new/>
            Verified: P.M.verified.svg
            <old/>


            """);
    }

    [Test]
    public async Task Several_of_a_kind()
    {
        using var bench = new Workbench();

        var message = await Workbench.FailureOf(bench.Verify([new("txt", "a"), new("txt", "b")]));

        message.Should().Be($$"""
            Directory: {{bench.Folder}}
            New:
              - Received: P.M#00.received.txt
                Verified: P.M#00.verified.txt
              - Received: P.M#01.received.txt
                Verified: P.M#01.verified.txt

            FileContent:

            New:

            Received: P.M#00.received.txt
            a

            Received: P.M#01.received.txt
            b


            """);
    }

    [Test]
    public async Task What_a_comparer_found_stands_in_place_of_the_texts()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "1.5");

        var message = await Workbench.FailureOf(bench.Verify("1.6", s => s.UseStringComparer(
            (_, _, _) => Task.FromResult(CompareResult.NotEqual("number #0: received 1.6, verified 1.5")))));

        message.Should().Be($$"""
            Directory: {{bench.Folder}}
            NotEqual:
              - Received: P.M.received.txt
                Verified: P.M.verified.txt

            FileContent:

            NotEqual:

            Received: P.M.received.txt
            Verified: P.M.verified.txt
            Compare Result:
            number #0: received 1.6, verified 1.5


            """);
    }

    [Test]
    public async Task Files_to_delete_have_no_content()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");
        bench.Approve("P.M.verified.svg", "y");

        var message = await Workbench.FailureOf(bench.Verify("x"));

        message.Should().Be(
            $"Directory: {bench.Folder}\nDelete:\n  - P.M.verified.svg\nEqual:\n  - Received: P.M.received.txt\n    Verified: P.M.verified.txt\n");
    }

    [Test]
    public async Task The_content_can_be_left_out()
    {
        using var bench = new Workbench();
        bench.Global.ContentInException = false;

        var message = await Workbench.FailureOf(bench.Verify("x"));

        message.Should().Be($"Directory: {bench.Folder}\nNew:\n  - Received: P.M.received.txt\n    Verified: P.M.verified.txt\n");
    }

    [Test]
    public async Task The_folder_is_shown_as_it_was_given()
    {
        using var bench = new Workbench();

        var message = await Workbench.FailureOf(bench.Verify("x", s => s.UseDirectory("a/../b")));

        message.Should().StartWith($"Directory: {bench.Folder}/a/../b\n");
    }

    [Test]
    public void A_failure_has_no_namespace_and_no_stack_trace()
    {
        typeof(VerifyException).FullName.Should().Be("VerifyException");
        typeof(VerifyException).BaseType.Should().Be<Exception>();
        new VerifyException("x").StackTrace.Should().BeEmpty();
        typeof(VerifiedLineEndingException).FullName.Should().Be("VerifiedLineEndingException");
    }
}
