using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Pipeline.InteropTests.Lab;

/// <summary>Our gateway on the left of a network, strongSwan on the right.</summary>
public sealed partial class StrongSwanPair : IDisposable
{
    private static readonly string Us = LabAddresses.OurInner(IpVersion.V4);
    private static readonly string Them = LabAddresses.GuestInner(IpVersion.V4);

    private readonly LabDirectory _directory = new();
    private readonly ILabNetwork _network;
    private readonly RunningGateway _gateway;
    private string? _end;

    /// <summary>Starts both; skips the test when the machine cannot.</summary>
    /// <param name="ours">Our configuration.</param>
    /// <param name="theirs">strongSwan's.</param>
    /// <param name="network">Makes what is between them: a cable, unless a case wants more.</param>
    public StrongSwanPair(ConnectionFile ours, SwanctlFile theirs, Func<ILabNetwork>? network = null)
    {
        if (Requirements.MissingForStrongSwan() is { } missing)
        {
            Assert.Skip(missing);
        }

        _network = network?.Invoke() ?? new NetworkPair();
        _network.Right.Configure($"address add {Them}/32 dev lo");
        Charon = Charon.Start(_network.Right, _directory.NewCase(), theirs);
        string directory = _directory.NewCase();
        ours.Credentials.WriteForUs(directory);
        string file = Path.Combine(directory, "gateway.json");
        File.WriteAllText(file, ours.ToString());
        _gateway = RunningGateway.Start(_network.Left, file);
    }

    /// <summary>strongSwan's daemon.</summary>
    public Charon Charon { get; }

    /// <summary>The two sides.</summary>
    public ILabNetwork Network => _network;

    /// <summary>Echo requests from behind us, one after the other.</summary>
    public FinishedProcess Ping(int count, string? to = null) => _network.Left.Ping(Us, to ?? Them, count, atOnce: 1, length: 100);

    /// <summary>One echo request from behind us that nobody is expected to answer.</summary>
    public FinishedProcess PingInVain(string? to = null) => _network.Left.Run(["ping", "-q", "-c", "1", "-W", "1", "-I", Us, to ?? Them]);

    /// <summary>Echo requests from behind strongSwan.</summary>
    public FinishedProcess PingBack(int count) => _network.Right.Ping(Them, Us, count, atOnce: 1, length: 100);

    /// <summary>A hundred requests a second from behind us for so long.</summary>
    public FinishedProcess PingFor(TimeSpan time) => Flood(_network.Left, Us, Them, time);

    /// <summary>A hundred requests a second from behind strongSwan for so long.</summary>
    public FinishedProcess PingBackFor(TimeSpan time) => Flood(_network.Right, Them, Us, time);

    /// <summary>Has strongSwan begin a child, which must succeed.</summary>
    public void InitiateThere(string child = "net")
    {
        FinishedProcess initiated = Charon.Control("--initiate", "--child", child);
        Assert.True(initiated.ExitCode == 0, $"{initiated}{(initiated.ExitCode == 0 ? "" : End())}");
    }

    /// <summary>Stops our gateway and gives all that both wrote.</summary>
    public string End() => _end ??= $"{_gateway.Stop()}\n{Charon.Log}";

    /// <summary>Fails with all that both wrote, unless every request was answered.</summary>
    /// <param name="ping">What <c>ping</c> counted.</param>
    /// <param name="mostLost">Requests that may be without an answer.</param>
    public void AssertAllArrived(FinishedProcess ping, int mostLost = 0)
    {
        Match counted = Counted().Match(ping.Output);
        if (!counted.Success || Number(counted.Groups[1]) - Number(counted.Groups[2]) > mostLost)
        {
            Assert.Fail($"{ping}{End()}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gateway.Dispose();
        Charon.Dispose();
        _network.Dispose();
        _directory.Dispose();
    }

    [GeneratedRegex("([0-9]+) packets transmitted, ([0-9]+) received")]
    private static partial Regex Counted();

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static FinishedProcess Flood(NetworkSpace space, string from, string to, TimeSpan time) =>
        space.Run(["ping", "-q", "-i", "0.01", "-W", "2", "-c", $"{(int)(time.TotalSeconds * 100)}", "-I", from, to]);
}
