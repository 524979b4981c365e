using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>Feeds the lanes of CBC encryption with the packets of a batch: a lane whose packet ends takes the next at once.</summary>
/// <remarks>
/// When no packet is left, an idle lane becomes the twin of a busy one: same key, same block, same chain, so both write the
/// same bytes to the same place. That costs nothing and touches no memory that the packet does not own.
/// </remarks>
internal unsafe ref struct CbcLanes
{
    private const int BlockLength = AesKeySchedule.BlockLength;
    private const nint Idle = int.MaxValue;

    private readonly byte** _keys;
    private readonly byte** _blocks;
    private readonly Vector128<byte>* _chains;
    private readonly nint* _left;
    private readonly int _laneCount;
    private AesRun* _runs;
    private int _runCount;
    private int _busyCount;

    /// <summary>Takes the arrays that the kernel reads, and the work.</summary>
    internal CbcLanes(byte** keys, byte** blocks, Vector128<byte>* chains, nint* left, int laneCount, AesRun* runs, int runCount)
    {
        _keys = keys;
        _blocks = blocks;
        _chains = chains;
        _left = left;
        _laneCount = laneCount;
        _runs = runs;
        _runCount = runCount;
    }

    /// <summary>Fills the lanes.</summary>
    /// <returns>Blocks that all lanes can do; 0 when there is nothing to do.</returns>
    internal nint Begin()
    {
        _busyCount = _laneCount;
        for (int lane = 0; lane < _laneCount; lane++)
        {
            TakeRun(lane);
        }

        return Step();
    }

    /// <summary>Counts what all lanes have done, and refills those that ended.</summary>
    /// <returns>As <see cref="Begin"/>.</returns>
    internal nint Advance(nint done)
    {
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] == Idle)
            {
                continue;
            }

            _blocks[lane] += done * BlockLength;
            _left[lane] -= done;
            if (_left[lane] == 0)
            {
                TakeRun(lane);
            }
        }

        return Step();
    }

    private void TakeRun(int lane)
    {
        if (_runCount == 0)
        {
            _left[lane] = Idle;
            _busyCount--;
            return;
        }

        _keys[lane] = _runs->Keys;
        _blocks[lane] = _runs->Start;
        _left[lane] = _runs->Length / BlockLength;
        _chains[lane] = Vector128<byte>.Zero;
        _runs++;
        _runCount--;
    }

    private readonly nint Step()
    {
        if (_busyCount == 0)
        {
            return 0;
        }

        nint step = Idle;
        int busy = 0;
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] < step)
            {
                step = _left[lane];
                busy = lane;
            }
        }

        for (int lane = 0; _busyCount < _laneCount && lane < _laneCount; lane++)
        {
            if (_left[lane] == Idle)
            {
                _keys[lane] = _keys[busy];
                _blocks[lane] = _blocks[busy];
                _chains[lane] = _chains[busy];
            }
        }

        return step;
    }
}
