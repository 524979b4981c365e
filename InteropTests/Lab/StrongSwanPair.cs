using Xunit;

namespace Pipeline.InteropTests.Lab;

/// <summary>Our gateway on the left of a network, strongSwan on the right.</summary>
public sealed class StrongSwanPair : IDisposable
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
    public void AssertAllArrived(FinishedProcess ping)
    {
        if (!ping.Output.Contains(" 0% packet loss", StringComparison.Ordinal))
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

    private static FinishedProcess Flood(NetworkSpace space, string from, string to, TimeSpan time) =>
        space.Run(["ping", "-q", "-i", "0.01", "-W", "2", "-c", $"{(int)(time.TotalSeconds * 100)}", "-I", from, to]);
}
