using System.Text;
using System.Text.Json;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.Gateway;

namespace Pipeline.UnitTests.Gateway;

/// <summary>Runs commands as the executable does, with files in a folder of its own that goes away afterwards.</summary>
internal sealed class CommandRun : IDisposable
{
    public CommandRun()
    {
        Folder = Directory.CreateTempSubdirectory("pipeline-test-").FullName;
    }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>What the last command wrote for its user.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What the last command complained about.</summary>
    public string Error { get; private set; } = "";

    public string this[string file] => Path.Combine(Folder, file);

    public Task<int> InvokeAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs a command that the user has interrupted already.</summary>
    public Task<int> InvokeInterruptedAsync(params string[] args) => RunAsync(args, new CancellationToken(canceled: true));

    private async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await GatewayCommandLine.InvokeAsync(args, output, error, cancellation);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>The output as the one JSON object that it must be.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    public void Write(string file, string text) => File.WriteAllText(this[file], text);

    /// <summary>A capture of raw IP with a packet a millisecond.</summary>
    public void WriteCapture(string file, params byte[][] packets)
    {
        using var writer = new PcapWriter(File.Create(this[file]));
        for (int index = 0; index < packets.Length; index++)
        {
            writer.Write(packets[index], TimestampOf(index));
        }
    }

    public List<(long Timestamp, byte[] Packet)> ReadCapture(string file)
    {
        var packets = new List<(long, byte[])>();
        using var reader = new PcapReader(File.OpenRead(this[file]));
        while (reader.Read(out PcapFrame frame))
        {
            packets.Add((frame.Timestamp, frame.Bytes.ToArray()));
        }

        return packets;
    }

    public static long TimestampOf(int index) => new DateTime(2026, 1, 1).Ticks + (index * TimeSpan.TicksPerMillisecond);

    /// <summary>One SA of an ESP suite, as JSON.</summary>
    public static string Esp(string direction, string suite, string more = "", string mode = "tunnel", bool ipv6 = false)
    {
        if (!TransformCatalog.TryParseSuite(suite, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity))
        {
            throw new ArgumentException(suite, nameof(suite));
        }

        string protection = $"\"encryption\": {Algorithm(encryption.Name, encryption.KeyLength)}";
        if (!integrity.IsNone)
        {
            protection += $", \"integrity\": {Algorithm(integrity.Name, integrity.KeyLength)}";
        }

        return Sa(direction, "esp", mode, ipv6, 4097, $"{protection}{more}");
    }

    /// <summary>One AH SA, as JSON.</summary>
    public static string Ah(string direction, string more = "", string mode = "transport", bool ipv6 = false) => Sa(
        direction, "ah", mode, ipv6, 4098, $"\"integrity\": {Algorithm("hmac-sha256-128", 32)}{more}");

    /// <summary>An SA file of both directions of what <paramref name="sas"/> makes for one.</summary>
    public static string BothDirections(Func<string, string> sas) => $"[{sas("outbound")}, {sas("inbound")}]";

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Sa(string direction, string protocol, string mode, bool ipv6, int spi, string more)
    {
        (string source, string destination) = ipv6 ? ("2001:db8:f::1", "2001:db8:f::2") : ("203.0.113.1", "203.0.113.2");
        return $$"""
            { "name": "{{protocol}}", "direction": "{{direction}}", "spi": {{spi}}, "protocol": "{{protocol}}", "mode": "{{mode}}",
              "source": "{{source}}", "destination": "{{destination}}", {{more}} }
            """;
    }

    private static string Algorithm(string name, int keyLength)
    {
        var key = new StringBuilder();
        for (int index = 0; index < keyLength; index++)
        {
            key.Append((index * 37 % 256).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return $"{{ \"algorithm\": \"{name}\", \"key\": \"{key}\" }}";
    }
}
