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
    private const int Idle = int.MaxValue;
    private const int LongestRun = int.MaxValue / 2;

    private readonly HashFunction<TWord> _function;
    private readonly HashKernel _kernel;
    private readonly int _laneCount;
    private readonly int _icvLength;
    private readonly int _stateWords;

    private readonly TWord* _state;
    private readonly byte** _next;
    private readonly int* _left;
    private readonly Lane* _lanes;
    private readonly byte* _buffers;

    private MacJob* _jobs;
    private int _jobCount;
    private int _busyCount;

    private HmacLanes(HashFunction<TWord> function, HashKernel kernel, MacJob* jobs, int jobCount, int icvLength, byte* memory)
    {
        _function = function;
        _kernel = kernel;
        _laneCount = kernel.LaneCount;
        _icvLength = icvLength;
        _stateWords = function.Start.Length;
        _jobs = jobs;
        _jobCount = jobCount;
        _state = (TWord*)memory;
        _buffers = memory + HashKernel.LongestState;
        _next = (byte**)(_buffers + BuffersLength);
        _left = (int*)(_next + HashKernel.MostLanes);
        _lanes = (Lane*)(_left + HashKernel.MostLanes);
    }

    // 16 lanes of 64-byte blocks, or 8 of 128.
    private static int BuffersLength => HashKernel.MostLanes * MessageRuns.BufferBlocks * 64;

    private static int BufferLength => MessageRuns.BufferBlocks * HashFunction<TWord>.BlockLength;

    /// <summary>Computes the ICV of every job; see <see cref="HmacKernel.Compute"/>.</summary>
    [SkipLocalsInit]
    internal static void Run(HashFunction<TWord> function, MacJob* jobs, int count, int icvLength)
    {
        const int Alignment = 64;
        int pointers = HashKernel.MostLanes * (sizeof(byte*) + sizeof(int) + sizeof(Lane));
        byte* memory = stackalloc byte[HashKernel.LongestState + BuffersLength + pointers + Alignment];
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
            int blocks = Shortest();
            if (_busyCount < _laneCount)
            {
                LetIdleLanesFollow(blocks);
            }

            _kernel.Compress(_state, _next, blocks);
            Advance(blocks);
        }
    }

    private readonly int Shortest()
    {
        int* left = _left;
        int blocks = Idle;
        for (int lane = 0; lane < _laneCount; lane++)
        {
            blocks = Math.Min(blocks, left[lane]);
        }

        return blocks;
    }

    private readonly void LetIdleLanesFollow(int shortest)
    {
        byte* busy = _next[new ReadOnlySpan<int>(_left, _laneCount).IndexOf(shortest)];
        for (int lane = 0; lane < _laneCount; lane++)
        {
            if (_left[lane] > LongestRun)
            {
                _next[lane] = busy;
            }
        }
    }

    private void Advance(int blocks)
    {
        int lanes = _laneCount;
        int* left = _left;
        byte** next = _next;
        nint distance = (nint)blocks * HashFunction<TWord>.BlockLength;
        for (int lane = 0; lane < lanes; lane++)
        {
            // An idle lane counts down too; it never gets as far as a busy one.
            next[lane] += distance;
            left[lane] -= blocks;
            if (left[lane] == 0)
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
            _left[lane] = Idle;
            _busyCount--;
            return;
        }

        Lane* current = _lanes + lane;
        current->Job = _jobs;
        current->IsOuter = false;
        current->Runs.Cut(in *_jobs, _buffers + (lane * BufferLength), HashFunction<TWord>.BlockLength);
        current->Runs.TryNext(out _next[lane], out _left[lane]);
        SetState(lane, (TWord*)_jobs->States);
        _jobs++;
        _jobCount--;
    }

    /// <summary>The outer hash is over one block: the inner hash with its padding.</summary>
    private readonly void BeginOuter(int lane)
    {
        HashFunction<TWord> function = _function;
        byte* block = _buffers + (lane * BufferLength);
        LaneBuffer.Zero(block, HashFunction<TWord>.BlockLength);
        WriteHash(lane, (TWord*)block, function.HashWords);
        block[function.HashLength] = 0x80;
        Unsafe.WriteUnaligned(block + HashFunction<TWord>.BlockLength - sizeof(TWord), function.OuterBitLength);

        Lane* current = _lanes + lane;
        current->IsOuter = true;
        current->Runs.SetOne(block);
        current->Runs.TryNext(out _next[lane], out _left[lane]);
        SetState(lane, (TWord*)(current->Job->States + function.StateLength));
    }

    private readonly void SetState(int lane, TWord* words)
    {
        int lanes = _laneCount;
        TWord* state = _state + lane;
        for (int left = _stateWords; left != 0; left--, state += lanes)
        {
            *state = *words++;
        }
    }

    private readonly void WriteHash(int lane, TWord* hash, int words)
    {
        int lanes = _laneCount;
        TWord* state = _state + lane;
        for (; words != 0; words--, state += lanes)
        {
            Unsafe.WriteUnaligned(hash++, HashFunction<TWord>.BigEndian(*state));
        }
    }

    private readonly void WriteIcv(int lane, byte* icv)
    {
        int words = _icvLength / sizeof(TWord);
        WriteHash(lane, (TWord*)icv, words);
        int rest = _icvLength - (words * sizeof(TWord));
        if (rest != 0)
        {
            TWord value = HashFunction<TWord>.BigEndian(_state[(words * _laneCount) + lane]);
            Unsafe.CopyBlockUnaligned(icv + _icvLength - rest, &value, (uint)rest);
        }
    }

    private struct Lane
    {
        internal MacJob* Job;
        internal MessageRuns Runs;
        internal bool IsOuter;
    }
}
