using System.Text.Json;
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

    /// <summary>Gives our gateway an order, which must be carried out.</summary>
    public void Order(params string[] words)
    {
        FinishedProcess done = _gateway.Order(words);
        Assert.True(done.ExitCode == 0, $"{done}{(done.ExitCode == 0 ? "" : End())}");
    }

    /// <summary>Asks our gateway, and gives its answer as the one JSON object that it must be.</summary>
    public JsonElement Ask(params string[] words) => _gateway.Ask(words);

    /// <summary>Echo requests from behind us, a hundred a second.</summary>
    public EchoRun Ping(int count, string? to = null) => Ping(_network.Left, Us, to ?? Them, count);

    /// <summary>One echo request from behind us that nobody is expected to answer.</summary>
    public FinishedProcess PingInVain(string? to = null) => _network.Left.Run(["ping", "-q", "-c", "1", "-W", "1", "-I", Us, to ?? Them]);

    /// <summary>The same from behind strongSwan.</summary>
    public EchoRun PingBack(int count) => Ping(_network.Right, Them, Us, count);

    /// <summary>A hundred requests a second from behind us for so long.</summary>
    public EchoRun PingFor(TimeSpan time) => Ping((int)(time.TotalSeconds * 100));

    /// <summary>A hundred requests a second from behind strongSwan for so long.</summary>
    public EchoRun PingBackFor(TimeSpan time) => PingBack((int)(time.TotalSeconds * 100));

    /// <summary>Has strongSwan begin a child, which must succeed.</summary>
    public void InitiateThere(string child = "net")
    {
        FinishedProcess initiated = Charon.Control("--initiate", "--child", child);
        Assert.True(initiated.ExitCode == 0, $"{initiated}{(initiated.ExitCode == 0 ? "" : End())}");
    }

    /// <summary>Stops our gateway and gives all that both wrote; ours last, because a long report is cut from its head.</summary>
    public string End() => _end ??= Stop();

    /// <summary>Fails with all that both wrote, unless every request was answered once.</summary>
    /// <param name="pings">What was sent and answered.</param>
    /// <param name="mostLost">Requests that may be without an answer.</param>
    public void AssertAllArrived(EchoRun pings, int mostLost = 0)
    {
        if (pings.Lost > mostLost || pings.Duplicates > 0)
        {
            Assert.Fail($"{End()}{pings}");
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

    private string Stop()
    {
        FinishedProcess ours = _gateway.Stop();
        return $"{Charon.Log}\n{ours}";
    }

    private static EchoRun Ping(NetworkSpace space, string from, string to, int count) =>
        EchoRun.Send(space, from, to, count, period: 10, length: 100);
}
