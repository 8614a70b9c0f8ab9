-- wrk: POSTs one GraphQL query; `random` as second argument sends a random $id from 1 to 10000 with each request.
local query, random

local function body(id)
    local text = query:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', ' ')
    if id then return '{"query":"' .. text .. '","variables":{"id":' .. id .. '}}' end
    return '{"query":"' .. text .. '"}'
end

function init(arguments)
    local file = assert(io.open(arguments[1]))
    query = file:read('*a')
    file:close()
    random = arguments[2] == 'random'
    wrk.method = 'POST'
    wrk.headers['Content-Type'] = 'application/json'
    wrk.headers['Accept'] = 'application/graphql-response+json'
    wrk.body = body()
    math.randomseed(os.time())
    if random then
        requests = {}
        for i = 1, 512 do
            requests[i] = wrk.format(nil, nil, nil, body(math.random(1, 10000)))
        end
    end
end

local n = 0
function request()
    if not random then
        fixed = fixed or wrk.format()
        return fixed
    end
    n = n % 512 + 1
    return requests[n]
end

function response(status)
    if status ~= 200 then failures = (failures or 0) + 1 end
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format('RESULT %d %d %.0f %.0f %d\n', summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
