using BenchmarkDotNet.Attributes;
using Pipeline.Engine.Sa;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to check a sequence number and to note it?</summary>
public class ReplayWindowMicro
{
    private readonly ReplayWindow _window = new(ReplayWindow.DefaultSize);
    private ulong _next;

    /// <summary>The next number, as nearly all packets bring it.</summary>
    [Benchmark]
    public bool AcceptNext()
    {
        ulong number = ++_next;
        return _window.CanAccept(number) && _window.TryAccept(number);
    }
}
