// Opens a page in a headless Chromium and takes its pictures; build/look.sh calls it. Speaks the DevTools protocol itself, so that it needs no package.
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

if (args.Length != 3)
{
    Console.Error.WriteLine("look.cs expects the page, the folder for the pictures and DevTools' address; build/look.sh passes them.");
    return 2;
}

var page = new Uri(Path.GetFullPath(args[0]));
var folder = Directory.CreateDirectory(args[1]).FullName;
using var socket = new ClientWebSocket();
await socket.ConnectAsync(new Uri(args[2]), CancellationToken.None);
var problems = new List<string>();
var numberOfCalls = 0;
string? session = null;
var loaded = false;

var target = await Call("Target.createTarget", new() { ["url"] = "about:blank" });
session = (string)(await Call("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }))["sessionId"]!;
foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
{
    await Call(domain + ".enable", []);
}

foreach (var width in new[] { 360, 1280 })
{
    foreach (var scheme in new[] { "light", "dark" })
    {
        await Call("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = width < 500 ? 2 : 1, ["mobile"] = width < 500,
        });
        await Call("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
        });
        loaded = false;
        await Call("Page.navigate", new() { ["url"] = page.AbsoluteUri });
        while (!loaded)
        {
            Note(await Receive());
        }

        var size = (await Call("Page.getLayoutMetrics", []))["cssContentSize"]!;
        var (contentWidth, height) = ((double)size["width"]!, (double)size["height"]!);
        if (contentWidth > width)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"at {width} px the page is {contentWidth} px wide and scrolls sideways"));
        }

        // Chromium cannot draw a picture of any height: a long page becomes several.
        const double Part = 1600;
        for (var i = 0; i * Part < height; i++)
        {
            var clip = new JsonObject { ["x"] = 0, ["y"] = i * Part, ["width"] = width, ["height"] = Math.Min(Part, height - (i * Part)), ["scale"] = 1 };
            var picture = await Call("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["clip"] = clip });
            await Save(string.Create(CultureInfo.InvariantCulture, $"{width}-{scheme}-{i + 1}.png"), picture);
        }
    }
}

await Call("Emulation.clearDeviceMetricsOverride", []);
await Save("print.pdf", await Call("Page.printToPDF", new() { ["preferCSSPageSize"] = true, ["printBackground"] = false }));
foreach (var problem in problems.Distinct(StringComparer.Ordinal))
{
    Console.Error.WriteLine("look: " + problem);
}

Console.WriteLine($"look: {(problems.Count == 0 ? "no error" : "the page has problems")}; the pictures are in {folder}");
return problems.Count == 0 ? 0 : 1;

async Task<JsonNode> Call(string method, JsonObject parameters)
{
    var id = ++numberOfCalls;
    var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
    if (session is not null)
    {
        message["sessionId"] = session;
    }

    await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    while (true)
    {
        var answer = await Receive();
        if ((int?)answer["id"] == id)
        {
            return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]?.ToJsonString()}");
        }

        Note(answer);
    }
}

async Task<JsonNode> Receive()
{
    using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
    using var text = new MemoryStream();
    var buffer = new byte[65536];
    WebSocketReceiveResult part;
    do
    {
        part = await socket.ReceiveAsync(buffer, patience.Token);
        text.Write(buffer, 0, part.Count);
    }
    while (!part.EndOfMessage);
    return JsonNode.Parse(text.ToArray())!;
}

// Everything that a console would show in red, and every request that is not for the page itself.
void Note(JsonNode message)
{
    var parameters = message["params"];
    switch ((string?)message["method"])
    {
        case "Page.loadEventFired":
            loaded = true;
            break;
        case "Runtime.exceptionThrown":
            problems.Add("exception: " + parameters!["exceptionDetails"]!.ToJsonString());
            break;
        case "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error" or "assert" or "warning":
        case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error" or "warning":
            problems.Add("console: " + parameters!.ToJsonString());
            break;
        case "Network.requestWillBeSent" when (string?)parameters!["request"]!["url"] is { } url && url != page.AbsoluteUri:
            problems.Add("the page asks for " + url);
            break;
    }
}

async Task Save(string name, JsonNode answer) => await File.WriteAllBytesAsync(Path.Combine(folder, name), Convert.FromBase64String((string)answer["data"]!));
