using System.Diagnostics;

namespace Pipeline.InteropTests.Lab;

/// <summary>Two network namespaces with a cable between them: wan0 on both sides, addresses as in the README's drawing.</summary>
public sealed class NetworkPair : IDisposable
{
    private const string ReadyMark = "ready";

    private readonly Process _leftHolder = Hold();
    private readonly Process _rightHolder = Hold();

    public NetworkPair()
    {
        Left = new NetworkSpace(_leftHolder.Id);
        Right = new NetworkSpace(_rightHolder.Id);
        Left.Configure($"link add wan0 type veth peer name wan0 netns {_rightHolder.Id}");
        SetUp(Left, LabAddresses.OurOuter);
        SetUp(Right, LabAddresses.GuestOuter);
    }

    /// <summary>Where the gateway is that other scenarios call "we".</summary>
    public NetworkSpace Left { get; }

    /// <summary>Where the gateway is that stands for the guest.</summary>
    public NetworkSpace Right { get; }

    /// <summary>Ends both namespaces, and with them the cable.</summary>
    public void Dispose()
    {
        foreach (Process holder in new[] { _leftHolder, _rightHolder })
        {
            holder.StandardInput.Close();
            holder.WaitForExit();
            holder.Dispose();
        }
    }

    /// <summary>A process that keeps a namespace alive until its input ends: also when the tests are killed.</summary>
    private static Process Hold()
    {
        Process holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", $"echo {ReadyMark}; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? line = holder.StandardOutput.ReadLine();
        return line == ReadyMark ? holder : throw new InvalidOperationException($"no namespace: {line}");
    }

    private static void SetUp(NetworkSpace space, Func<IpVersion, string> outer) => space.Configure(
        $"""
        link set lo up
        address add {outer(IpVersion.V4)}/24 dev wan0
        address add {outer(IpVersion.V6)}/64 dev wan0 nodad
        link set wan0 up
        """);
}
