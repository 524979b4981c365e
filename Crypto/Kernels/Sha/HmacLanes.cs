using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Feeds the lanes of a hash with the messages of a batch: a lane whose message ends takes the next at once.</summary>
/// <remarks>
/// All lanes hash in step: as many blocks as the lane that has the fewest before it needs attention. A message is its runs
/// of blocks, then one block for the outer hash (RFC 2104 §2), in the same lane. When no message is left, an idle lane hashes
/// what a busy one hashes, which costs nothing and needs no memory of its own.
/// </remarks>
/// <typeparam name="TWord">The word of the hash.</typeparam>
internal unsafe ref struct HmacLanes<TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    private readonly HashFunction<TWord> _function;
    private readonly HashKernel _kernel;
    private readonly int _laneCount;
    private readonly int _icvLength;

    private readonly TWord* _state;
    private readonly byte** _next;
    private readonly nint* _left;
    private readonly Lane* _lanes;
    private readonly byte* _stages;

    private MacJob* _jobs;
    private int _jobCount;
    private int _busyCount;

    private HmacLanes(HashFunction<TWord> function, HashKernel kernel, MacJob* jobs, int jobCount, int icvLength, byte* memory)
    {
        _function = function;
        _kernel = kernel;
        _laneCount = kernel.LaneCount;
        _icvLength = icvLength;
        _jobs = jobs;
        _jobCount = jobCount;
        _state = (TWord*)memory;
        _stages = memory + HashKernel.LongestState;
        _next = (byte**)(_stages + StagesLength);
        _left = (nint*)(_next + HashKernel.MostLanes);
        _lanes = (Lane*)(_left + HashKernel.MostLanes);
    }

    // 16 lanes of 64-byte blocks, or 8 of 128.
    private static int StagesLength => HashKernel.MostLanes * MessageRuns.StageBlocks * 64;

    private static int StageLength => MessageRuns.StageBlocks * HashFunction<TWord>.BlockLength;

    /// <summary>Computes the ICV of every job; see <see cref="HmacKernel.Compute"/>.</summary>
    [SkipLocalsInit]
    internal static void Run(HashFunction<TWord> function, MacJob* jobs, int count, int icvLength)
    {
        const int Alignment = 64;
        int pointers = HashKernel.MostLanes * (sizeof(byte*) + sizeof(nint) + sizeof(Lane));
        byte* memory = stackalloc byte[HashKernel.LongestState + StagesLength + pointers + Alignment];
        memory = (byte*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        var lanes = new HmacLanes<TWord>(function, function.KernelFor(count), jobs, count, icvLength, memory);
        lanes.Run();

        // It held what the key had made of the hash.
        new Span<byte>(memory, HashKernel.LongestState).Clear();
    }

    private void Run()
    {
        for (int lane = 0; lane < _laneCount; lane++)
        {
            _busyCount++;
            TakeJob(lane);
        }

        while (_busyCount != 0)
        {
            nint blocks = Shortest(out int shortest);
            if (_busyCount < _laneCount)
            {
                LetIdleLanesFollow(shortest);
            }

            _kernel.Compress(_state, _next, blocks);
            Advance(blocks);
        }
    }

    private readonly nint Shortest(out int shortest)
    {
        nint blocks = nint.MaxValue;
        shortest = 0;
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] < blocks)
            {
                blocks = _left[lane];
                shortest = lane;
            }
        }

        return blocks;
    }

    private readonly void LetIdleLanesFollow(int busy)
    {
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] == nint.MaxValue)
            {
                _next[lane] = _next[busy];
            }
        }
    }

    private void Advance(nint blocks)
    {
        nint distance = blocks * HashFunction<TWord>.BlockLength;
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] == nint.MaxValue)
            {
                continue;
            }

            _next[lane] += distance;
            _left[lane] -= blocks;
            if (_left[lane] == 0)
            {
                GoOn(lane);
            }
        }
    }

    /// <summary>The lane has hashed a run: on to the next run, to the outer hash, or to the next job.</summary>
    private void GoOn(int lane)
    {
        Lane* current = _lanes + lane;
        if (current->Runs.TryNext(out _next[lane], out _left[lane]))
        {
            return;
        }

        if (current->IsOuter)
        {
            WriteIcv(lane, current->Job->Icv);
            TakeJob(lane);
            return;
        }

        BeginOuter(lane);
    }

    private void TakeJob(int lane)
    {
        if (_jobCount == 0)
        {
            _left[lane] = nint.MaxValue;
            _busyCount--;
            return;
        }

        Lane* current = _lanes + lane;
        current->Job = _jobs;
        current->IsOuter = false;
        current->Runs.Cut(in *_jobs, _stages + (lane * StageLength), HashFunction<TWord>.BlockLength);
        current->Runs.TryNext(out _next[lane], out _left[lane]);
        SetState(lane, (TWord*)_jobs->States);
        _jobs++;
        _jobCount--;
    }

    /// <summary>The outer hash is over one block: the inner hash with its padding.</summary>
    private readonly void BeginOuter(int lane)
    {
        byte* block = _stages + (lane * StageLength);
        int hashLength = _function.HashLength;
        var words = (TWord*)block;
        for (int word = 0; word < _function.HashWords; word++)
        {
            words[word] = BigEndian(_state[(word * _laneCount) + lane]);
        }

        new Span<byte>(block + hashLength, HashFunction<TWord>.BlockLength - hashLength).Clear();
        block[hashLength] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(
            new Span<byte>(block + HashFunction<TWord>.BlockLength - sizeof(int), sizeof(int)), (HashFunction<TWord>.BlockLength + hashLength) * 8);

        Lane* current = _lanes + lane;
        current->IsOuter = true;
        current->Runs.SetOne(block);
        current->Runs.TryNext(out _next[lane], out _left[lane]);
        SetState(lane, (TWord*)(current->Job->States + _function.StateLength));
    }

    private readonly void SetState(int lane, TWord* words)
    {
        for (int word = 0; word < _function.Start.Length; word++)
        {
            _state[(word * _laneCount) + lane] = words[word];
        }
    }

    private readonly void WriteIcv(int lane, byte* icv)
    {
        int word = 0;
        for (int left = _icvLength; left > 0; left -= sizeof(TWord), icv += sizeof(TWord), word++)
        {
            TWord value = BigEndian(_state[(word * _laneCount) + lane]);
            if (left >= sizeof(TWord))
            {
                Unsafe.WriteUnaligned(icv, value);
            }
            else
            {
                Unsafe.CopyBlockUnaligned(icv, &value, (uint)left);
            }
        }
    }

    private static TWord BigEndian(TWord word)
    {
        if (!BitConverter.IsLittleEndian)
        {
            return word;
        }

        if (sizeof(TWord) == sizeof(uint))
        {
            uint reversed = BinaryPrimitives.ReverseEndianness(Unsafe.As<TWord, uint>(ref word));
            return Unsafe.As<uint, TWord>(ref reversed);
        }

        ulong reversedLong = BinaryPrimitives.ReverseEndianness(Unsafe.As<TWord, ulong>(ref word));
        return Unsafe.As<ulong, TWord>(ref reversedLong);
    }

    private struct Lane
    {
        internal MacJob* Job;
        internal MessageRuns Runs;
        internal bool IsOuter;
    }
}
