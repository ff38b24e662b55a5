using System.Globalization;
using System.Text;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class RunLineTests
{
    private static readonly string Golden =
        """
        {"run":{"key":{"network":{"inputSize":784,"hiddenSizes":[300,100],"classCount":10,
        "batchNormalization":{"epsilon":0.001,"momentum":0.99,"placement":"afterActivation","movingVariance":"biased"}},
        "batchSize":32,"learningRate":0.01,"initialScale":1,"epochs":2,"seed":1,
        "dataset":"sample","datasetSha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "engine":"torch","engineDescription":"TorchSharp 1"},
        "history":[{"loss":1,"accuracy":0.75,"val_loss":0.3333333333333333,"val_accuracy":0.6666666666666666},
        {"loss":0.5,"accuracy":0.75,"val_loss":0.3333333333333333,"val_accuracy":0.6666666666666666}],
        "test":{"loss":0.30000000000000004,"accuracy":0.875},
        "parametersSha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","failure":null},
        "circumstances":{"wallSeconds":12.3456789,"processor":"Processor (R) 1",
        "instructionSet":"AVX2","processorCount":2,"threadsPerRun":1,"runsAtOnce":2,
        "operatingSystem":"Debian","runtime":".NET 10","libraries":"Reproduction 0.1.0"}}
        """.ReplaceLineEndings(string.Empty);

    private static RunRecord Parse(string line) => RunLine.Parse(Encoding.UTF8.GetBytes(line));

    [Test]
    public void The_text_of_a_line_is_fixed() => RunLine.Of(Records.Of()).Should().Be(Golden);

    [Test]
    [SetCulture("de-DE")]
    public void The_text_does_not_depend_on_the_users_culture()
    {
        CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator.Should().Be(",");
        RunLine.Of(Records.Of()).Should().Be(Golden);
        Parse(Golden).Recipe.LearningRate.Should().Be(0.01);
    }

    private static IEnumerable<RunRecord> Runs()
    {
        yield return Records.Of();
        yield return Records.Of(ulong.MaxValue, loss: double.Epsilon);
        yield return Records.Of() with { Inference = new(0.1 + 0.2, 0.9, 49_500, 4_800, 9_700) };
        yield return Records.Of() with { Inference = new(0.3, 0.9, 49_500, 4_800, null) };
        yield return WithWrongImages([0, 1, 4_999], [2]);
        yield return WithWrongImages([], null, correct: 1, accuracy: 1);
        yield return Records.Of(failure: "diverged: \"NaN\"\tat epoch 2 – ä");
        yield return Records.Of(recipe: new()
        {
            Network = new() { BatchNormalization = null, HiddenSizes = [] },
            LearningRate = 0.1 + 0.2,
            InitialScale = 0,
        });
        yield return Records.Of(recipe: new()
        {
            Network = new()
            {
                BatchNormalization = new()
                {
                    Epsilon = 1e-5,
                    Momentum = 0.9,
                    Placement = NormalizationPlacement.BeforeActivation,
                    MovingVariance = MovingVarianceEstimate.Unbiased,
                },
            },
            BatchSize = 1024,
        });
        yield return Records.Of(recipe: new() { Network = new() { BatchNormalization = new() { GhostBatchSize = 16 } }, BatchSize = 64 });
        foreach (var optimizer in OptimizerConfiguration.All.Append(new AdamConfiguration { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-5 })
            .Append(new SgdConfiguration { Momentum = 0.5 }))
        {
            yield return Records.Of(recipe: new() { Optimizer = optimizer });
        }

        foreach (var normalization in NormalizationConfiguration.All)
        {
            yield return Records.Of(recipe: new()
            {
                Network = new() { Normalization = normalization with { Epsilon = 0.25, Placement = NormalizationPlacement.BeforeActivation } },
            });
        }
    }

    [Test]
    public void What_is_not_the_default_gets_keys_of_its_own()
    {
        var layer = new NetworkConfiguration { Normalization = new LayerNormalizationConfiguration() };

        RunLine.Of(Records.Of(recipe: new() { Optimizer = new SgdConfiguration { Momentum = 0.9 } })).Should().Be(
            Golden.Replace(
                "\"TorchSharp 1\"}", "\"TorchSharp 1\",\"optimizer\":{\"name\":\"momentum\",\"momentum\":0.9}}", StringComparison.Ordinal));
        RunLine.Of(Records.Of(recipe: new() { Network = new() { BatchNormalization = new() { GhostBatchSize = 16 } } })).Should().Be(
            Golden.Replace("\"movingVariance\":\"biased\"}", "\"movingVariance\":\"biased\",\"ghostBatchSize\":16}", StringComparison.Ordinal));
        RunLine.Of(Records.Of(recipe: new() { Network = layer })).Should().Contain(
            "\"batchNormalization\":null,\"normalization\":{\"name\":\"layer\",\"epsilon\":0.001,\"placement\":\"afterActivation\"}},");
        Records.Of(recipe: new() { Network = layer }).Key
            .Should().NotBe(Records.Of(recipe: new() { Network = layer with { Normalization = null } }).Key);
    }

    [TestCase("""{"name":"sgd"}""")]
    [TestCase("""{"name":"momentum"}""")]
    [TestCase("""{"name":"momentum","momentum":0}""")]
    [TestCase("""{"name":"momentum","momentum":0.9,"beta1":0.9}""")]
    [TestCase("""{"name":"adam","beta1":0.9,"beta2":0.999,"epsilon":0}""")]
    [TestCase("""{"name":"adagrad"}""")]
    public void An_optimizer_that_is_none_or_is_written_in_another_way_is_refused(string optimizer) =>
        FluentActions.Invoking(() =>
            Parse(Golden.Replace("\"TorchSharp 1\"}", $"\"TorchSharp 1\",\"optimizer\":{optimizer}}}", StringComparison.Ordinal)))
            .Should().Throw<FormatException>();

    [TestCase("batch")]
    [TestCase("group")]
    public void A_normalization_that_is_none_or_stands_in_anothers_place_is_refused(string name) =>
        FluentActions.Invoking(() =>
            Parse(RunLine.Of(Records.Of(recipe: new() { Network = new() { Normalization = new LayerNormalizationConfiguration() } }))
                .Replace("\"layer\"", $"\"{name}\"", StringComparison.Ordinal))).Should().Throw<FormatException>();

    [TestCaseSource(nameof(Runs))]
    public void A_line_reads_back_to_the_same_record(RunRecord record)
    {
        var line = RunLine.Of(record);

        line.Should().NotContain("\n");
        var back = Parse(line);
        RunLine.Of(back).Should().Be(line);
        back.Key.Should().Be(record.Key);
        back.Recipe.Should().Be(record.Recipe);
        back.Epochs.Should().Equal(record.Epochs);
        back.Inference?.Wrong.Should().BeEquivalentTo(record.Inference?.Wrong);
        (back with
        {
            Epochs = record.Epochs,
            Recipe = record.Recipe,
            Inference = back.Inference is { } figures ? figures with { Wrong = record.Inference!.Wrong } : null,
        }).Should().Be(record);
    }

    [Test]
    public void The_canonical_line_leaves_out_durations_and_the_machine_and_nothing_else()
    {
        var record = Records.Of();
        var elsewhere = record with { WallTime = TimeSpan.FromHours(1), Machine = Records.Machine with { Processor = "another", RunsAtOnce = 64 } };

        RunLine.Canonical(elsewhere)
            .Should().Be(RunLine.Canonical(record)).And.Be(Golden[..Golden.IndexOf(",\"circumstances\"", StringComparison.Ordinal)] + "}");
        RunLine.Of(elsewhere).Should().NotBe(RunLine.Of(record));
        RunLine.Canonical(record with { ParametersSha256 = new('c', 64) }).Should().NotBe(RunLine.Canonical(record));
    }

    [Test]
    public void Figures_of_inference_mode_stand_at_the_end_of_the_run_and_a_line_without_them_is_unchanged() =>
        RunLine.Of(Records.Of() with { Inference = new(0.25, 0.9, 90, 8, null) }).Should().Be(Golden.Replace(
            "\"failure\":null}",
            """
            "failure":null,"inference":{"trainingLoss":0.25,"trainingAccuracy":0.9,"trainingCorrect":90,"validationCorrect":8,"testCorrect":null}}
            """,
            StringComparison.Ordinal));

    [Test]
    public void Wrong_images_are_stored_as_the_first_position_and_distances() =>
        RunLine.Of(WithWrongImages([0, 17, 20], [5, 9])).Should().Contain("\"testCorrect\":14,\"wrong\":{\"validation\":[0,17,3],\"test\":[5,4]}}}");

    [TestCase(new[] { 1, 2 }, new[] { 5, 9 }, TestName = "fewer than the accuracy says")]
    [TestCase(new[] { 1, 2, 3, 4 }, new[] { 5, 9 }, TestName = "more than the accuracy says")]
    [TestCase(new[] { 1, 3, 2 }, new[] { 5, 9 }, TestName = "not in order")]
    [TestCase(new[] { 1, 2, 2 }, new[] { 5, 9 }, TestName = "one twice")]
    [TestCase(new[] { -1, 2, 3 }, new[] { 5, 9 }, TestName = "a negative position")]
    [TestCase(new[] { 1, 2, 3 }, new[] { 5 }, TestName = "fewer than the test accuracy says")]
    [TestCase(new[] { 1, 2, 3 }, null, TestName = "none of the test images")]
    public void Wrong_images_that_contradict_the_figures_are_never_stored(int[] validation, int[]? test) =>
        FluentActions.Invoking(() => RunLine.Of(WithWrongImages(validation, test, 6, 2.0 / 3, 0.875)))
            .Should().Throw<ArgumentException>().WithMessage("*wrong images*");

    [TestCase("[0,17,3]", "[0,0,20]")]
    [TestCase("[0,17,3]", "[-1,17,3]")]
    [TestCase("[0,17,3]", "[0,17]")]
    [TestCase("[0,17,3]", "[0,2147483647,1]")]
    [TestCase("[0,17,3]", "null")]
    [TestCase(",\"test\":[5,4]", "")]
    public void Wrong_images_that_were_tampered_with_are_refused(string there, string planted) =>
        FluentActions.Invoking(() => Parse(RunLine.Of(WithWrongImages([0, 17, 20], [5, 9])).Replace(there, planted, StringComparison.Ordinal)))
            .Should().Throw<FormatException>().Which.Message.Should().NotContain("\n");

    [Test]
    public void Figures_with_recomputed_statistics_stand_at_the_end_of_those_of_inference_mode_and_read_back()
    {
        var record = Records.Of() with { Inference = new(0.25, 0.9, 90, 8, null) { Recomputed = new(0.5, 0.75) } };

        RunLine.Of(record).Should().Contain("\"testCorrect\":null,\"recomputed\":{\"loss\":0.5,\"accuracy\":0.75}}}");
        Parse(RunLine.Of(record)).Inference.Should().Be(record.Inference);
    }

    [TestCase("\"loss\":0.5,\"accuracy\":0.75", "\"loss\":-0.5,\"accuracy\":0.75")]
    [TestCase("\"loss\":0.5,\"accuracy\":0.75", "\"loss\":0.5,\"accuracy\":75")]
    [TestCase("\"loss\":0.5,\"accuracy\":0.75", "\"loss\":0.5")]
    public void Figures_with_recomputed_statistics_that_are_none_are_refused(string there, string planted)
    {
        var line = RunLine.Of(Records.Of() with { Inference = new(0.25, 0.9, 90, 8, null) { Recomputed = new(0.5, 0.75) } });

        FluentActions.Invoking(() => Parse(line.Replace($"\"recomputed\":{{{there}", $"\"recomputed\":{{{planted}", StringComparison.Ordinal)))
            .Should().Throw<FormatException>().Which.Message.Should().NotContain("\n");
    }

    /// <summary>A run with as many correct answers as its accuracies, 2/3 and 7/8, say.</summary>
    private static RunRecord WithWrongImages(int[] validation, int[]? test, int? correct = null, double accuracy = 2.0 / 3, double? ofTest = null)
    {
        var record = Records.Of();
        return record with
        {
            Epochs = record.Epochs.SetItem(1, record.Epochs[1] with { Validation = new(0.5, accuracy) }),
            Test = test is null && ofTest is null ? null : new(0.25, 0.875),
            Inference = new(0.25, 0.9, 90, correct ?? 2 * validation.Length, test is null ? null : 14 / 2 * (ofTest is null ? test.Length : 2))
            {
                Wrong = new([.. validation], test is null ? null : [.. test]),
            },
        };
    }

    [Test]
    public void A_canonical_line_reads_back_without_duration_and_machine()
    {
        var record = Parse(RunLine.Canonical(Records.Of()));

        record.WallTime.Should().BeNull();
        record.Machine.Should().BeNull();
        RunLine.Of(record).Should().Be(RunLine.Canonical(Records.Of()));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-0.001)]
    public void A_figure_that_is_none_is_never_stored(double loss)
    {
        var store = () => RunLine.Of(Records.Of(loss: loss));
        var storeTest = () => RunLine.Of(Records.Of() with { Test = new(loss, 0.5) });

        store.Should().Throw<ArgumentException>().WithMessage("*not a finite number*");
        storeTest.Should().Throw<ArgumentException>().WithMessage("*test loss*");
        FluentActions.Invoking(() => RunLine.Of(Records.Of() with { Inference = new(loss, 0.5, 1, 1, 1) }))
            .Should().Throw<ArgumentException>().WithMessage("*inference*");
    }

    [TestCase("", "input")]
    [TestCase("null", "null")]
    [TestCase("[]", "JSON")]
    [TestCase("{}", "run")]
    [TestCase("\0\0\0", "invalid")]
    public void What_is_no_run_is_refused(string line, string expected) =>
        FluentActions.Invoking(() => Parse(line)).Should().Throw<FormatException>().Which.Message.Should().Contain(expected).And.NotContain("\n");

    [TestCase("\"loss\":1,", "")]
    [TestCase("\"loss\":1,", "\"loss\":null,")]
    [TestCase("\"loss\":1,", "\"loss\":\"NaN\",")]
    [TestCase("\"loss\":1,", "\"loss\":1e999,")]
    [TestCase("\"loss\":1,", "\"loss\":-1,")]
    [TestCase("\"loss\":1,", "\"loss\":1,\"loss\":1,")]
    [TestCase("\"accuracy\":0.75", "\"accuracy\":75")]
    [TestCase("\"seed\":1", "\"seed\":-1")]
    [TestCase("\"seed\":1", "\"seed\":1.5")]
    [TestCase("\"seed\":1", "\"seed\":1,\"sedd\":2")]
    [TestCase("\"epochs\":2", "\"epochs\":3")]
    [TestCase("\"epochs\":2", "\"epochs\":1")]
    [TestCase("\"learningRate\":0.01", "\"learningRate\":0")]
    [TestCase("\"batchSize\":32", "\"batchSize\":0")]
    [TestCase("\"afterActivation\"", "0")]
    [TestCase("\"afterActivation\"", "\"sideways\"")]
    [TestCase("\"hiddenSizes\":[300,100]", "\"hiddenSizes\":null")]
    [TestCase("\"parametersSha256\":\"bbb", "\"parametersSha256\":\"zbb")]
    [TestCase("\"failure\":null", "\"failure\":\"it diverged\"")]
    [TestCase("\"wallSeconds\":12.3456789", "\"wallSeconds\":-1")]
    [TestCase("\"engine\":\"torch\"", "\"engine\":null")]
    [TestCase("\"engine\":\"torch\"", "\"engine\":\"\\ud800\"")]
    [TestCase("\"hiddenSizes\":[300,100]", "\"hiddenSizes\":[-300,100]")]
    [TestCase("\"inputSize\":784", "\"inputSize\":0")]
    [TestCase("\"classCount\":10", "\"classCount\":-10")]
    [TestCase("\"epsilon\":0.001", "\"epsilon\":0")]
    [TestCase("\"momentum\":0.99", "\"momentum\":1")]
    public void A_line_that_was_tampered_with_is_refused(string there, string planted)
    {
        Golden.Should().Contain(there);
        var parse = () => Parse(Golden.Replace(there, planted, StringComparison.Ordinal));

        parse.Should().Throw<FormatException>().Which.Message.Should().NotContain("\n");
    }
}
